package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.server.OrderServer;
import io.github.connectionprobe.junit.ConnectionProbeExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import reactor.core.publisher.Flux;

@SpringBootTest
class ShopTest {

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
  void restClientReusesOneConnection(@Autowired OrderClient client) {
    client.order(1);
    client.order(2);
    assertThat(orders).hasOpenedConnections(1).hasServedExchanges(2);
  }

  @Test
  void webClientReusesItsConnections(@Autowired StockClient client) {
    Flux.range(1, 5).concatMap(client::stock).blockLast();
    assertThat(stock).hasOpenedAtMost(2).hasServedExchanges(5); // Reactor gives them back late
  }

  @AfterAll
  static void stop() {
    server.close();
  }
}
