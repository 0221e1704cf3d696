package io.github.connectionprobe.examples.apache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.examples.server.JettyOrders;
import io.github.connectionprobe.junit.ConnectionProbe;
import io.github.connectionprobe.junit.Probe;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
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
    try (CloseableHttpClient http = HttpClients.createDefault()) {
      OrderClient client = new OrderClient(http, probe.uri());

      assertThat(client.order(1)).contains("\"id\":1");
      assertThat(client.order(2)).contains("\"id\":2");

      probe.assertConnectionsOpened(1);
    }
  }

  @Test
  void closingTheClientClosesItsConnections(Probe probe) throws IOException {
    try (CloseableHttpClient http = HttpClients.createDefault()) {
      new OrderClient(http, probe.uri()).order(1);
    }

    assertThat(probe).within(Duration.ofSeconds(5)).hasNoOpenConnections();
  }
}
