package io.github.connectionprobe.junit;

import io.github.connectionprobe.report.ProbeSummary;
import java.util.List;
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
    TestProbes probes = TestProbes.of(context);
    List<Use> all = probes.all();
    for (int i = 0; i < all.size(); i++) {
      Use use = all.get(i);
      if (use.settings().owner() == owner) {
        if (failed) {
          artifacts.ofFailure(use);
        } else {
          artifacts.ofSuccess(use);
        }
        if (ReportSettings.of(context).wholeBuild()) {
          BuildLog log = BuildLog.of(context);
          int number = i;
          whenKnown(
              use,
              probes,
              () ->
                  log.add(
                      new Entry(
                          number, summary(context, use, artifacts), artifacts.addresses(use))));
        }
      }
    }
  }

  private static void whenKnown(Use use, TestProbes probes, Runnable report) {
    if (use.window().nothingFound()) {
      probes.whenClosed(report);
    } else {
      // As long as the clients' sockets and pools can be asked about what is to be explained.
      report.run();
    }
  }

  private static ProbeSummary summary(ExtensionContext context, Use use, TestArtifacts artifacts) {
    ProbeSummary numbers =
        ProbeSummary.of(
            context.getUniqueId(),
            TestPlace.name(context),
            use.window().diagnose(use.window().recording()));
    ProbeSummary linked =
        artifacts.address(use, ArtifactKind.TIMELINE).map(numbers::withTimeline).orElse(numbers);
    return artifacts.address(use, ArtifactKind.CAPTURE).map(linked::withCapture).orElse(linked);
  }
}
