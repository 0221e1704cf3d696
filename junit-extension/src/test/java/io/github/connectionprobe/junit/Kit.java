package io.github.connectionprobe.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs fixture classes with the real JUnit engine and tells how it went. */
record Kit(EngineExecutionResults results) {

  static Kit run(Class<?>... fixtures) {
    return run(Map.of(), fixtures);
  }

  /** Runs fixtures against a server of their own, which they find as <code>${server}</code>. */
  static Kit runWithServer(Class<?>... fixtures) {
    return runWithServer(Map.of(), fixtures);
  }

  static Kit runWithServer(Map<String, String> parameters, Class<?>... fixtures) {
    try (RealServer server = new RealServer()) {
      EngineTestKit.Builder kit = builder(parameters, fixtures);
      return new Kit(kit.configurationParameter("server", server.address()).execute());
    }
  }

  static Kit run(Map<String, String> parameters, Class<?>... fixtures) {
    return new Kit(builder(parameters, fixtures).execute());
  }

  private static EngineTestKit.Builder builder(
      Map<String, String> parameters, Class<?>... fixtures) {
    EngineTestKit.Builder builder = EngineTestKit.engine("junit-jupiter");
    // Tests about files ask for them; those of other fixtures would only lie about.
    builder.configurationParameter("connectionprobe.artifacts", "never");
    builder.configurationParameter("connectionprobe.summary", "false");
    parameters.forEach(builder::configurationParameter);
    return builder.selectors(
        Arrays.stream(fixtures)
            .map(fixture -> (DiscoverySelector) selectClass(fixture))
            .toArray(DiscoverySelector[]::new));
  }

  /** All tests passed, this many, and no class failed. */
  Kit passed(int tests) {
    failures().stream()
        .findFirst()
        .ifPresent(
            failure -> {
              throw new AssertionError("A fixture failed: " + failure, failure);
            });
    results.testEvents().assertStatistics(stats -> stats.started(tests).succeeded(tests));
    return this;
  }

  /** What tests and classes failed with, in the order they did. */
  List<Throwable> failures() {
    return results.allEvents().finished().stream()
        .filter(finishedWithFailure()::matches)
        .map(Kit::thrown)
        .toList();
  }

  /** The one thing that failed. */
  Throwable failure() {
    List<Throwable> failures = failures();
    if (failures.size() != 1) {
      throw new AssertionError("Expected one failure but there were " + failures);
    }
    return failures.get(0);
  }

  /** The report entries that the probes published. */
  List<String> reported() {
    return results.allEvents().reportingEntryPublished().stream()
        .map(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
        .map(pairs -> pairs.get("connection-probe"))
        .filter(Objects::nonNull)
        .toList();
  }

  private static Throwable thrown(Event event) {
    return event.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow();
  }
}
