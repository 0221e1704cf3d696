package com.example.shop;

import com.example.server.OrderServer;
import io.github.connectionprobe.junit.ConnectionProbeExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import reactor.core.publisher.Flux;

/** Fails: {@link LosesKeepAliveTest} runs it. There is no assertion, the guard is enough. */
@Tag("loses-keep-alive")
@SpringBootTest
class ForgetfulShopExample {

  static final OrderServer server = OrderServer.start();

  @RegisterExtension
  static final ConnectionProbeExtension orders =
      ConnectionProbeExtension.to(() -> server.uri()).build();

  @RegisterExtension
  static final ConnectionProbeExtension stock =
      ConnectionProbeExtension.to(() -> server.uri()).build();

  @DynamicPropertySource
  static void addresses(DynamicPropertyRegistry registry) {
    registry.add("orders.url", orders::uri);
    registry.add("stock.url", stock::uri);
  }

  @Test
  void restClientPerCall(@Autowired ForgetfulOrderClient client) {
    client.order(1);
    client.order(2);
    client.order(3);
  }

  @Test
  void webClientThatCloses(@Autowired ClosingStockClient client) {
    Flux.range(1, 3).concatMap(client::stock).blockLast();
  }

  @AfterAll
  static void stop() {
    server.close();
  }
}
