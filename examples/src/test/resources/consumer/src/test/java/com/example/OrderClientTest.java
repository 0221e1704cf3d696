package com.example;

import io.github.connectionprobe.junit.ConnectionProbe;
import io.github.connectionprobe.junit.Probe;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

@ConnectionProbe(upstreamMethod = "orders")
class OrderClientTest {

  @AutoClose static final OrderServer server = new OrderServer();

  static int orders() {
    return server.port();
  }

  @Test
  void reusesOneConnection(Probe probe) throws IOException {
    OrderClient client = new OrderClient(probe.uri());
    client.order(1);
    client.order(2);
    probe.assertConnectionsOpened(1);
  }
}
