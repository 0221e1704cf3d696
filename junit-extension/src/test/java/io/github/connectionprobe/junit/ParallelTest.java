package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Tests that run at the same time. */
class ParallelTest {

  private static final Map<String, String> PARALLEL =
      Map.of(
          "junit.jupiter.execution.parallel.enabled", "true",
          "junit.jupiter.execution.parallel.mode.default", "concurrent",
          "junit.jupiter.execution.parallel.config.strategy", "fixed",
          "junit.jupiter.execution.parallel.config.fixed.parallelism", "4",
          "junit.jupiter.execution.parallel.config.fixed.max-pool-size", "4");

  @Test
  void eachTestCountsItsOwnConnections() {
    Kit.runWithServer(PARALLEL, OwnProbeFixture.class).passed(40);
  }

  @ConnectionProbe("${server}")
  static class OwnProbeFixture {
    @RepeatedTest(40)
    void test(Probe probe) {
      OkHttpClient client = new OkHttpClient();
      for (int i = 0; i < 5; i++) {
        Http.get(client, probe.uri("/" + i));
      }
      assertThat(probe).hasOpenedConnections(1).hasServedExchanges(5);
    }
  }

  @Test
  void sharedProbeSaysThatTestsOverlapped() {
    assertThat(Kit.runWithServer(PARALLEL, SharedProbeFixture.class).failures())
        .hasSize(2)
        .allSatisfy(
            failure ->
                assertThat(failure)
                    .hasMessageContaining("to have opened 1 connection but it opened 2")
                    .hasMessageMatching(
                        "(?s).*\n\n"
                            + "Other tests used this probe at the same time, and what they did is"
                            + " counted here too:\n"
                            + "  ParallelTest.SharedProbeFixture.(one|other)\\(\\)\n"
                            + "Give each test its own probe, in a field that is not static, or run"
                            + " them one after the\n"
                            + "other: @Execution\\(ExecutionMode.SAME_THREAD\\)."));
  }

  static class SharedProbeFixture {
    private static final CyclicBarrier BOTH = new CyclicBarrier(2);

    @ConnectionProbe("${server}")
    static Probe probe;

    @Test
    void one() throws InterruptedException, BrokenBarrierException {
      use();
    }

    @Test
    void other() throws InterruptedException, BrokenBarrierException {
      use();
    }

    private static void use() throws InterruptedException, BrokenBarrierException {
      BOTH.await();
      Http.get(new OkHttpClient(), probe.uri("/"));
      BOTH.await();
      probe.assertConnectionsOpened(1);
    }
  }
}
