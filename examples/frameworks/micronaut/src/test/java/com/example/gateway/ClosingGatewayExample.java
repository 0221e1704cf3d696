package com.example.gateway;

import com.example.server.OrderServer;
import io.github.connectionprobe.junit.ConnectionProbeExtension;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.test.support.TestPropertyProvider;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Fails: {@link LosesKeepAliveTest} runs it. */
@Tag("loses-keep-alive")
@MicronautTest(startApplication = false)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClosingGatewayExample implements TestPropertyProvider {

  static final OrderServer server = OrderServer.start();

  @RegisterExtension
  static final ConnectionProbeExtension orders =
      ConnectionProbeExtension.to(() -> server.uri()).build();

  @Override
  public Map<String, String> getProperties() {
    return Map.of(
        "orders.url", orders.uri().toString(), "micronaut.http.client.pool.enabled", "false");
  }

  @Test
  void doesNotPool(OrderClient client) {
    client.order(1);
    client.order(2);
    client.order(3);
  }

  @AfterAll
  static void stop() {
    server.close();
  }
}
