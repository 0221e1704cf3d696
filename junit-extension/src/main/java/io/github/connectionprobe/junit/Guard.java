package io.github.connectionprobe.junit;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.diagnosis.Responsible;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.report.TextReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.AssertionFailedError;

/**
 * Looks at every probed test that has passed so far, and fails it where the client lost connection
 * reuse or went round the probe.
 *
 * <p>A test may know better. What it has asserted about the number of connections, or about why
 * they were opened, stands for all connections opened up to then: the guard speaks of later ones
 * only.
 */
final class Guard {

  private Guard() {}

  static void afterTest(ExtensionContext context, Object owner) {
    if (context.getExecutionException().isPresent()) {
      return;
    }
    List<AssertionError> failures = new ArrayList<>();
    collect(failures, () -> Expectations.verify(context, owner));
    for (Use use : TestProbes.of(context).ownedBy(owner)) {
      collect(failures, () -> judge(context, use));
    }
    if (!failures.isEmpty()) {
      AssertionError first = failures.get(0);
      TestProbes.of(context)
          .ownedBy(owner)
          .forEach(use -> RecordedTraffic.addFile(first, context, use));
      failures.subList(1, failures.size()).forEach(first::addSuppressed);
      throw first;
    }
  }

  /** A probe in a static field is there for all tests of its class: one of them has to use it. */
  static void afterClass(ExtensionContext context, Object owner) {
    if (context.getExecutionException().isPresent()) {
      return;
    }
    for (ProbeHandle probe : ClassProbes.of(context).probes()) {
      Recording recording = probe.wholeRecording();
      if (probe.settings().owner() == owner && recording.connections().isEmpty()) {
        Complaint complaint = Complaint.wentRound(recording, probe.wayIn(), "class");
        act(context, probe.missed(), probe.settings(), complaint);
      }
    }
  }

  private static void collect(List<AssertionError> failures, Runnable check) {
    try {
      check.run();
    } catch (AssertionError failure) {
      failures.add(failure);
    }
  }

  private static void judge(ExtensionContext context, Use use) {
    Settings settings = use.settings();
    LostReuse policy = Policy.of(context, settings);
    if (policy == LostReuse.IGNORE) {
      return;
    }
    Recording recording = use.window().recording();
    if (TestWindow.untouched(recording)) {
      if (use.window().spoken()) {
        return;
      } else if (use.given()) {
        act(context, policy, settings, Complaint.wentRound(recording, use.probe().wayIn(), "test"));
      } else {
        use.probe().miss(policy);
      }
    } else {
      judge(context, use, policy, use.window().diagnose(recording));
    }
  }

  private static void judge(
      ExtensionContext context, Use use, LostReuse policy, Diagnosis diagnosis) {
    Settings settings = use.settings();
    TestWindow window = use.window();
    if (diagnosis.explanations().isEmpty()) {
      window.foundNothing();
      return;
    }
    List<Explanation> blamed =
        unspoken(
            diagnosis, window, e -> e.avoidable() || settings.failOn().contains(e.responsible()));
    List<Explanation> excused =
        unspoken(diagnosis, window, e -> e.responsible() == Responsible.SERVER);
    String remark = ProbeAssert.remark(window);
    if (!blamed.isEmpty()) {
      Complaint complaint = Complaint.lost(diagnosis, blamed, remark);
      act(
          context,
          policy,
          settings,
          policy == LostReuse.FAIL
              ? complaint.with(TestArtifacts.of(context).ofFailure(use))
              : complaint);
    } else if (!excused.isEmpty()) {
      Complaint complaint = Complaint.lost(diagnosis, excused, remark);
      Notice.publish(
          context,
          settings,
          complaint,
          TextReport.heading(diagnosis.recording())
              + " "
              + TextReport.numbers(diagnosis)
              + ": "
              + complaint.kind()
              + ". The server caused it, so the test passes; failOn = Responsible.SERVER would fail"
              + " it.");
    }
  }

  private static List<Explanation> unspoken(
      Diagnosis diagnosis, TestWindow window, Predicate<Explanation> concerned) {
    return diagnosis.explanations().stream()
        .filter(explanation -> !window.spokenFor(explanation.connection()))
        .filter(concerned)
        .toList();
  }

  private static void act(
      ExtensionContext context, LostReuse policy, Settings settings, Complaint complaint) {
    if (policy == LostReuse.FAIL) {
      throw new AssertionFailedError(complaint.text());
    } else if (policy == LostReuse.REPORT) {
      Notice.publish(context, settings, complaint, complaint.text());
    }
  }
}
