package io.github.connectionprobe.examples.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.examples.server.TomcatOrders;
import io.github.connectionprobe.junit.ConnectionProbe;
import io.github.connectionprobe.junit.Probe;
import java.net.URI;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

@ConnectionProbe(upstreamMethod = "orders")
class OrderClientTest {

  @AutoClose static final TomcatOrders tomcat = TomcatOrders.start();

  static URI orders() {
    return tomcat.uri();
  }

  @Test
  void reusesOneConnection(Probe probe) throws Exception {
    OrderClient client = new OrderClient(probe.uri());

    assertThat(client.order(1)).contains("\"id\":1");
    assertThat(client.order(2)).contains("\"id\":2");

    assertThat(probe).hasOpenedConnections(1).hasServedExchanges(2);
  }
}
