package io.github.connectionprobe.examples.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.examples.server.JettyOrders;
import io.github.connectionprobe.junit.ConnectionProbe;
import io.github.connectionprobe.junit.ConnectionProbeExtension;
import io.github.connectionprobe.junit.Probe;
import java.net.URI;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of test has a probe of its own, tests that run at the same time as well. */
@Execution(ExecutionMode.CONCURRENT)
@ConnectionProbe(upstreamMethod = "orders")
class KindsOfTestsTest {

  @AutoClose static final JettyOrders jetty = JettyOrders.start();

  static URI orders() {
    return jetty.uri();
  }

  @RepeatedTest(3)
  void repeated(Probe probe) throws Exception {
    OrderClient client = new OrderClient(probe.uri());
    client.orders(1, 2);
    probe.assertConnectionsOpened(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void parameterized(int last, Probe probe) throws Exception { // the probe comes last
    new OrderClient(probe.uri()).orders(1, last);
    probe.assertConnectionsOpened(1);
  }

  @Nested
  class Inside {
    @Test
    void hasTheProbeOfTheClassAround(Probe probe) throws Exception {
      new OrderClient(probe.uri()).orders(1, 2);
      probe.assertConnectionsOpened(1);
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @Execution(ExecutionMode.SAME_THREAD)
  class OneInstance {

    @RegisterExtension
    final ConnectionProbeExtension own = ConnectionProbeExtension.to(() -> orders()).build();

    @RepeatedTest(2)
    void hasAnotherProbeInEachTest() throws Exception {
      new OrderClient(own.uri()).orders(1, 2);
      assertThat(own).hasOpenedConnections(1).hasServedExchanges(2);
    }
  }
}
