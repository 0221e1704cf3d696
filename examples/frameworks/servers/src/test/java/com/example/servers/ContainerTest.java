package com.example.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.junit.ConnectionProbeExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

@Testcontainers(disabledWithoutDocker = true)
class ContainerTest {

  @Container
  static final GenericContainer<?> nginx =
      new GenericContainer<>("nginx:1.29-alpine").withExposedPorts(80);

  @RegisterExtension
  static final ConnectionProbeExtension orders =
      ConnectionProbeExtension.to(() -> nginx.getHost() + ":" + nginx.getMappedPort(80)).build();

  @Test
  void reusesOneConnection() throws Exception {
    OrderClient client = new OrderClient(orders.uri());
    client.order(1);
    client.order(2);
    assertThat(orders).hasOpenedConnections(1).hasServedExchanges(2);
  }
}
