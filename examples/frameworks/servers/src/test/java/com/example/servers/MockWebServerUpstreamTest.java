package com.example.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.junit.ConnectionProbe;
import io.github.connectionprobe.junit.Probe;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;

class MockWebServerUpstreamTest {

  @StartStop final MockWebServer server = new MockWebServer();

  @ConnectionProbe(upstreamMethod = "port")
  Probe orders;

  int port() {
    return server.getPort();
  }

  @Test
  void reusesOneConnection() throws Exception {
    server.enqueue(new MockResponse.Builder().body("an order").build());
    server.enqueue(new MockResponse.Builder().body("another").build());
    OrderClient client = new OrderClient(orders.uri());
    client.order(1);
    client.order(2);
    assertThat(orders).hasOpenedConnections(1).hasServedExchanges(2);
  }
}
