package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.server.OrderServer;
import io.github.connectionprobe.junit.ConnectionProbe;
import io.github.connectionprobe.junit.Probe;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Spring makes the application before {@code @BeforeAll} here, and the server starts after it. */
@SpringBootTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnnotatedFieldTest {

  private OrderServer server;
  private static URI address;

  @ConnectionProbe(upstreamMethod = "address")
  static Probe shop;

  static URI address() {
    return address;
  }

  @DynamicPropertySource
  static void addresses(DynamicPropertyRegistry registry) {
    registry.add("orders.url", () -> shop.uri());
    registry.add("stock.url", () -> shop.uri());
  }

  @BeforeAll
  void start() {
    server = OrderServer.start();
    address = server.uri();
  }

  @Test
  void reusesOneConnection(@Autowired OrderClient client) {
    client.order(1);
    client.order(2);
    assertThat(shop).hasOpenedConnections(1).hasServedExchanges(2);
  }

  @AfterAll
  void stop() {
    server.close();
  }
}
