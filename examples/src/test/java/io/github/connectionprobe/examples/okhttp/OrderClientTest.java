package io.github.connectionprobe.examples.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.examples.server.JettyOrders;
import io.github.connectionprobe.junit.ConnectionProbe;
import io.github.connectionprobe.junit.Probe;
import java.io.IOException;
import java.net.URI;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

@ConnectionProbe(upstreamMethod = "orders")
class OrderClientTest {

  @AutoClose static final JettyOrders jetty = JettyOrders.start();

  static URI orders() {
    return jetty.uri();
  }

  @Test
  void reusesOneConnection(Probe probe) throws IOException {
    OrderClient client = new OrderClient(new OkHttpClient(), probe.uri());

    assertThat(client.order(1)).contains("\"id\":1");
    assertThat(client.order(2)).contains("\"id\":2");

    assertThat(probe).hasOpenedConnections(1).hasServedExchanges(2).hasNoResets();
  }

  @Test
  void twoCopiesOfAClientShareItsConnections(Probe probe) throws IOException {
    OkHttpClient http = new OkHttpClient();
    OrderClient one = new OrderClient(http, probe.uri());
    OrderClient other = new OrderClient(http.newBuilder().build(), probe.uri());

    one.order(1);
    other.order(2);

    probe.assertConnectionsOpened(1);
  }
}
