package com.example.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.server.OrderServer;
import io.github.connectionprobe.junit.ConnectionProbeExtension;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.test.support.TestPropertyProvider;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

@MicronautTest(startApplication = false)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayTest implements TestPropertyProvider {

  static final OrderServer server = OrderServer.start();

  @RegisterExtension
  static final ConnectionProbeExtension orders =
      ConnectionProbeExtension.to(() -> server.uri()).build();

  @Override
  public Map<String, String> getProperties() {
    return Map.of("orders.url", orders.uri().toString());
  }

  @Test
  void reusesItsConnections(OrderClient client) {
    for (int id = 1; id <= 5; id++) {
      client.order(id);
    }
    assertThat(orders).hasOpenedAtMost(2).hasServedExchanges(5);
  }

  @AfterAll
  static void stop() {
    server.close();
  }
}
