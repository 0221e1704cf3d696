package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is added to the failure of a probed test. */
class RecordedTrafficTest {

  private static Throwable onlySuppressed(Throwable failure) {
    assertThat(failure.getSuppressed()).hasSize(1);
    return failure.getSuppressed()[0];
  }

  @Test
  void failureForAnotherReasonCarriesTheTraffic() {
    Throwable failure = Kit.runWithServer(OtherReasonFixture.class).failure();
    assertThat(failure).hasMessage("wrong total");
    assertThat(onlySuppressed(failure))
        .isInstanceOf(RecordedTraffic.class)
        .satisfies(traffic -> assertThat(traffic.getStackTrace()).isEmpty())
        .hasMessageMatching(
            "(?s)probe \"OtherReasonFixture\" \\(localhost:\\d+ -> localhost:\\d+\\) saw 1 exchange"
                + " on 1 connection:\n\n  #1 .* 1 exchange .*\n      1\\.1 +GET +/orders +200 .*");
  }

  @ConnectionProbe("${server}")
  static class OtherReasonFixture {
    @Test
    void test(Probe probe) {
      Http.get(probe.uri("/orders"));
      throw new AssertionError("wrong total");
    }
  }

  @Test
  void failureInSetUpCarriesItToo() {
    Throwable failure = Kit.runWithServer(SetUpFixture.class).failure();
    assertThat(failure).isInstanceOf(IllegalStateException.class);
    assertThat(onlySuppressed(failure)).hasMessageEndingWith(" saw no connection.");
  }

  @ConnectionProbe("${server}")
  static class SetUpFixture {
    @BeforeEach
    void setUp(Probe probe) {
      throw new IllegalStateException("no server");
    }

    @Test
    void test() {}
  }

  @Test
  void failedAssertionOnTheProbeSaysItOnce() {
    assertThat(Kit.runWithServer(AssertionFixture.class).failure().getSuppressed()).isEmpty();
  }

  @ConnectionProbe("${server}")
  static class AssertionFixture {
    @Test
    void test(Probe probe) {
      Http.get(probe.uri("/orders"));
      probe.assertConnectionsOpened(2);
    }
  }
}
