package io.github.connectionprobe.junit;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.TlsHandshake;
import io.github.connectionprobe.report.ProbeSummary;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** Gives each finished test's files and numbers to where they are kept. */
final class TestOutcome {

  private TestOutcome() {}

  static void report(ExtensionContext context, Object owner) {
    boolean failed =
        context
            .getExecutionException()
            .filter(thrown -> !(thrown instanceof TestAbortedException))
            .isPresent();
    TestArtifacts artifacts = TestArtifacts.of(context);
    List<Use> all = TestProbes.of(context).all();
    for (int i = 0; i < all.size(); i++) {
      Use use = all.get(i);
      if (use.settings().owner() == owner) {
        if (failed) {
          artifacts.ofFailure(use);
        } else {
          artifacts.ofSuccess(use);
        }
        if (ReportSettings.of(context).wholeBuild()) {
          BuildLog.of(context).add(new Entry(i, summary(context, use), artifacts.addresses(use)));
        }
      }
    }
  }

  private static ProbeSummary summary(ExtensionContext context, Use use) {
    Diagnosis diagnosis = use.window().diagnose(use.window().recording());
    ProbeSummary numbers =
        ProbeSummary.of(context.getUniqueId(), TestPlace.name(context), diagnosis);
    return new ProbeSummary(
        numbers.testId(),
        numbers.testName(),
        numbers.probe(),
        numbers.opened(),
        numbers.needed(),
        numbers.avoidable(),
        numbers.exchanges(),
        numbers.causes(),
        slowestHandshake(diagnosis.recording().connections()),
        TestArtifacts.of(context).timeline(use));
  }

  private static Optional<Duration> slowestHandshake(List<RecordedConnection> connections) {
    return connections.stream()
        .flatMap(connection -> connection.tls().stream())
        .flatMap(tls -> duration(tls).stream())
        .max(Comparator.naturalOrder());
  }

  private static Optional<Duration> duration(TlsHandshake tls) {
    return tls.finishedAt().map(finished -> finished.minus(tls.startedAt()));
  }
}
