package io.github.connectionprobe.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.examples.server.TomcatOrders;
import io.github.connectionprobe.junit.ConnectionProbeExtension;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

@SpringJUnitConfig(OrderService.class)
class OrderServiceTest {

  @AutoClose static final TomcatOrders server = TomcatOrders.start();

  @RegisterExtension
  static final ConnectionProbeExtension orders =
      ConnectionProbeExtension.to(() -> server.uri()).build();

  @DynamicPropertySource
  static void addresses(DynamicPropertyRegistry registry) {
    registry.add("orders.url", orders::uri);
  }

  @Test
  void reusesOneConnection(@Autowired OrderService service) throws Exception {
    service.order(1);
    service.order(2);

    assertThat(orders).hasOpenedConnections(1).hasServedExchanges(2);
  }
}
