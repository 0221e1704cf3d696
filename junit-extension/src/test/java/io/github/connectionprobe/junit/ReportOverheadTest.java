package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the report costs tests that pass, in the time of the thread that runs them. */
class ReportOverheadTest {

  private static final int TESTS = 200;
  private static final int ROUNDS = 2;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @Test
  @Timeout(300)
  void reportTakesLessThanAMillisecondOfEachTestThatPasses(
      @TempDir Path directory, TestReporter reporter) {
    List<Double> with = new ArrayList<>();
    List<Double> without = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      without.add(millisecondsPerTest(directory, "false"));
      with.add(millisecondsPerTest(directory, "true"));
    }
    double more = least(with) - least(without);

    String figures =
        "%d probed tests take %.3f ms each without a report, %.3f ms with one"
            .formatted(TESTS, least(without), least(with));
    reporter.publishEntry(figures);
    System.out.println(figures);
    assertThat(more).as(figures).isLessThan(1);
  }

  private static double least(List<Double> rounds) {
    return rounds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  private static double millisecondsPerTest(Path directory, String summary) {
    Map<String, String> parameters =
        Map.of(
            "connectionprobe.summary",
            summary,
            "connectionprobe.artifacts",
            "on_failure",
            "connectionprobe.artifacts.directory",
            directory.toString());
    // Not by the clock: other processes may be busy.
    long before = THREADS.getCurrentThreadCpuTime();
    Kit.runWithServer(parameters, PassingFixture.class).passed(TESTS);
    return (THREADS.getCurrentThreadCpuTime() - before) / 1e6 / TESTS;
  }

  @ConnectionProbe("${server}")
  static class PassingFixture {
    @RepeatedTest(TESTS)
    void passes(Probe probe) {
      Http.get(probe.uri("/a"));
    }
  }
}
