package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.server.OrderServer;
import io.github.connectionprobe.junit.ConnectionProbeExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A base class, as many suites have one: Spring makes one context for all of its subclasses. */
@SpringBootTest
abstract class SharedContextBase {

  static final OrderServer server = OrderServer.start();

  @RegisterExtension
  static final ConnectionProbeExtension shop =
      ConnectionProbeExtension.to(() -> server.uri()).build();

  @DynamicPropertySource
  static void addresses(DynamicPropertyRegistry registry) {
    registry.add("orders.url", shop::uri);
    registry.add("stock.url", shop::uri);
  }

  @Test
  void reusesOneConnection(@Autowired OrderClient client) {
    client.order(1);
    client.order(2);
    assertThat(shop).hasOpenedConnections(1).hasServedExchanges(2);
  }
}
