package com.example.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.server.OrderServer;
import io.github.connectionprobe.junit.ConnectionProbe;
import io.github.connectionprobe.junit.Probe;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

/** Testcontainers starts and stops it as it does containers, but it is a server in this JVM. */
@Testcontainers
class ContainerWithoutDockerTest {

  @Container static final StandIn container = new StandIn();

  @ConnectionProbe(upstreamMethod = "address")
  static Probe orders;

  static String address() {
    return container.getHost() + ":" + container.getMappedPort(80);
  }

  @Test
  void reusesOneConnection() throws Exception {
    OrderClient client = new OrderClient(orders.uri());
    client.order(1);
    client.order(2);
    assertThat(orders).hasOpenedConnections(1).hasServedExchanges(2);
  }

  private static final class StandIn extends GenericContainer<StandIn> {

    private OrderServer server;

    StandIn() {
      super("none");
    }

    @Override
    public void start() {
      server = OrderServer.start();
    }

    @Override
    public void stop() {
      server.close();
    }

    @Override
    public String getHost() {
      return server.uri().getHost();
    }

    @Override
    public Integer getMappedPort(int originalPort) {
      return server.uri().getPort();
    }
  }
}
