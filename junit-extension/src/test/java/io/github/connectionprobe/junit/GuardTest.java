package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Responsible;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** What is said about a test that said nothing itself. */
class GuardTest {

  /** Opens two connections where one would do. */
  private static void lose(Probe probe) {
    OkHttpClient client = new OkHttpClient();
    Http.getAndClose(client, probe.uri("/a"));
    Http.getAndClose(client, probe.uri("/b"));
  }

  private static void loseThroughTheServer(Probe probe) {
    OkHttpClient client = new OkHttpClient();
    Http.get(client, probe.uri("/close"));
    Http.get(client, probe.uri("/close"));
  }

  @Test
  void lostReuseFailsTheTestAndSaysHowToAllowIt() {
    assertThat(Kit.runWithServer(LossFixture.class).failure())
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageStartingWith("Expecting probe \"LossFixture\" (localhost:")
        .hasMessageContaining(
            ")\nto have reused its connections but it opened 2, where 1 would have served (at most"
                + " 1 exchange in flight):\n\n  #1 ")
        .hasMessageContaining("Why #2 was opened\n  request-close (observed):")
        .hasMessageEndingWith(
            "\n\nThis is checked after every test with a probe. Where it is meant to be so, say so"
                + " in the test:\nprobe.assertConnectionsOpened(2), @ExpectConnections(exactly = 2)"
                + " or\n@OnLostReuse(LostReuse.IGNORE).");
  }

  @ConnectionProbe("${server}")
  static class LossFixture {
    @Test
    void test(Probe probe) {
      lose(probe);
    }
  }

  @Test
  void whatTheTestItselfHasAssertedIsNotContradicted() {
    Kit.runWithServer(SpokenFixture.class).passed(5);
  }

  @ConnectionProbe("${server}")
  static class SpokenFixture {
    @Test
    void exactly(Probe probe) {
      lose(probe);
      probe.assertConnectionsOpened(2);
    }

    @Test
    void atMost(Probe probe) {
      lose(probe);
      probe.assertConnectionsOpenedAtMost(3);
    }

    @Test
    void because(Probe probe) {
      lose(probe);
      assertThat(probe).lostReuseBecause(Cause.REQUEST_CLOSE);
    }

    @Test
    @ExpectConnections(exactly = 2)
    void declared(Probe probe) {
      lose(probe);
    }

    @Test
    void none(Probe probe) {
      probe.assertConnectionsOpened(0);
    }
  }

  @Test
  void whatComesAfterTheAssertionIsLookedAt() {
    assertThat(Kit.runWithServer(SpokenTooEarlyFixture.class).failure())
        .hasMessageContaining("to have reused its connections but it opened 2");
  }

  @ConnectionProbe("${server}")
  static class SpokenTooEarlyFixture {
    @Test
    void test(Probe probe) {
      OkHttpClient client = new OkHttpClient();
      Http.getAndClose(client, probe.uri("/a"));
      probe.assertConnectionsOpened(1);
      Http.getAndClose(client, probe.uri("/b"));
    }
  }

  @Test
  void narrowestPlaceDecides() {
    Kit kit = Kit.runWithServer(PolicyFixture.class);
    kit.results().testEvents().assertStatistics(stats -> stats.succeeded(3).failed(1));
    assertThat(kit.failure()).hasMessageContaining("request-close");
    assertThat(kit.reported()).hasSize(1);
  }

  @ConnectionProbe(value = "${server}", lostReuse = LostReuse.REPORT)
  static class PolicyFixture {
    @Test
    void reported(Probe probe) {
      lose(probe);
    }

    @Test
    @OnLostReuse(LostReuse.IGNORE)
    void ignored(Probe probe) {
      lose(probe);
    }

    @Nested
    @OnLostReuse(LostReuse.IGNORE)
    class Inner {
      @Test
      void ignored(Probe probe) {
        lose(probe);
      }

      @Test
      @OnLostReuse(LostReuse.FAIL)
      void failed(Probe probe) {
        lose(probe);
      }
    }
  }

  @Test
  void configurationParameterSetsTheBuild() {
    Map<String, String> report = Map.of("connectionprobe.lostReuse", "report");
    assertThat(Kit.runWithServer(report, LossFixture.class).passed(1).reported()).hasSize(1);
    Map<String, String> ignore = Map.of("connectionprobe.lostReuse", "Ignore");
    assertThat(Kit.runWithServer(ignore, LossFixture.class).passed(1).reported()).isEmpty();
    assertThat(Kit.runWithServer(ignore, OwnPolicyFixture.class).failures()).hasSize(1);
  }

  @ConnectionProbe(value = "${server}", lostReuse = LostReuse.FAIL)
  static class OwnPolicyFixture {
    @Test
    void test(Probe probe) {
      lose(probe);
    }
  }

  @Test
  void lossThatTheServerCausedIsReportedEachTimeAndLoggedOnce() {
    List<String> log = Collections.synchronizedList(new ArrayList<>());
    Handler handler = handler(log);
    Logger logger = Logger.getLogger("io.github.connectionprobe");
    logger.addHandler(handler);
    try {
      Kit kit = Kit.runWithServer(ServerFixture.class).passed(3);
      assertThat(kit.reported())
          .hasSize(3)
          .allSatisfy(text -> assertThat(text).contains("response-close"));
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(log)
        .filteredOn(message -> message.contains("GuardTest.ServerFixture"))
        .singleElement()
        .asString()
        .matches(
            "In GuardTest.ServerFixture repetition 1 of 3: probe \"ServerFixture\""
                + " \\(localhost:\\d+ -> localhost:\\d+\\) opened 2, where 1 would have served \\(at"
                + " most 1 exchange in flight\\): response-close-always. The server caused it, so the"
                + " test passes; failOn = Responsible.SERVER would fail it.");
  }

  @ConnectionProbe("${server}")
  static class ServerFixture {
    @RepeatedTest(3)
    void test(Probe probe) {
      loseThroughTheServer(probe);
    }
  }

  private static Handler handler(List<String> log) {
    return new Handler() {
      @Override
      public void publish(LogRecord logged) {
        log.add(new SimpleFormatter().formatMessage(logged));
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @Test
  void lossThatTheServerCausedFailsWhereAskedFor() {
    assertThat(Kit.runWithServer(FailOnServerFixture.class).failure())
        .hasMessageContaining("response-close");
  }

  @ConnectionProbe(value = "${server}", failOn = Responsible.SERVER)
  static class FailOnServerFixture {
    @Test
    void test(Probe probe) {
      loseThroughTheServer(probe);
    }
  }

  @Test
  void abortedTestIsLeftAlone() {
    Kit kit = Kit.runWithServer(AbortedFixture.class);
    kit.results().testEvents().assertStatistics(stats -> stats.aborted(1).failed(0));
  }

  @ConnectionProbe("${server}")
  static class AbortedFixture {
    @Test
    void test(Probe probe) {
      lose(probe);
      assumeTrue(false);
    }
  }

  @Test
  void everyProbeHasItsSay() {
    Throwable failure = Kit.runWithServer(TwoProbesFixture.class).failure();
    assertThat(failure).hasMessageContaining("probe \"orders\"");
    assertThat(failure.getSuppressed())
        .singleElement()
        .satisfies(other -> assertThat(other).hasMessageContaining("probe \"users\""));
  }

  static class TwoProbesFixture {
    @Test
    void test(
        @ConnectionProbe(value = "${server}", name = "orders") Probe orders,
        @ConnectionProbe(value = "${server}", name = "users") Probe users) {
      lose(orders);
    }
  }
}
