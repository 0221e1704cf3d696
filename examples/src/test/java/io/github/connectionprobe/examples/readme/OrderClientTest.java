package io.github.connectionprobe.examples.readme;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.examples.LosesKeepAlive;
import io.github.connectionprobe.junit.ConnectionProbe;
import io.github.connectionprobe.junit.Probe;
import org.junit.jupiter.api.Test;

@LosesKeepAlive(Cause.REQUEST_CLOSE)
@ConnectionProbe("localhost:${orders.port:8080}") // where the real server listens
class OrderClientTest {
  @Test
  void reusesOneConnection(Probe probe) {
    OrderClient client = new OrderClient(probe.uri()); // instead of the server's own address
    client.orders(1, 2); // sends two requests, one after the other
    probe.assertConnectionsOpened(1);
  }
}
