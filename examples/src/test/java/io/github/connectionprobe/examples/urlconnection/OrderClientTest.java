package io.github.connectionprobe.examples.urlconnection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.examples.server.TomcatOrders;
import io.github.connectionprobe.junit.ConnectionProbe;
import io.github.connectionprobe.junit.Probe;
import java.io.IOException;
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
  void reusesOneConnection(Probe probe) throws IOException {
    OrderClient client = new OrderClient(probe.uri());

    assertThat(client.order(1)).isPresent();
    assertThat(client.order(2)).isPresent();

    probe.assertConnectionsOpened(1);
  }

  @Test
  void missingOrdersDoNotCostAConnection(Probe probe) throws IOException {
    OrderClient client = new OrderClient(probe.uri());

    assertThat(client.order(1000)).isEmpty();
    assertThat(client.order(1001)).isEmpty();

    assertThat(probe).hasOpenedConnections(1).hasServedExchanges(2);
  }
}
