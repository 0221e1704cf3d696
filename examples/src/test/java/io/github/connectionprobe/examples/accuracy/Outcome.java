package io.github.connectionprobe.examples.accuracy;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.diagnosis.Responsible;
import io.github.connectionprobe.report.TextReport;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the diagnosis of one scenario compares with the truth.
 *
 * @param scenario what was played
 * @param verdict how right the diagnosis is
 * @param said the causes named, in order
 * @param report the text report
 */
record Outcome(Scenario scenario, Verdict verdict, String said, String report) {

  /** How right a diagnosis is. */
  enum Verdict {
    /** The cause of every loss is named, or a healthy client is left in peace. */
    RIGHT,
    /** A cause is named that cannot be told from the true one on the wire. */
    ACCEPTABLE,
    /** Another cause is named, or another party is blamed. */
    WRONG,
    /** Nothing is named, or nobody is blamed though the client is to blame. */
    MISSED,
    /** A healthy client is blamed. */
    FALSE_ALARM,
    /** The scenario did not come about: nothing was lost, or it failed. */
    VOID
  }

  static Outcome of(Scenario scenario, Diagnosis diagnosis) {
    String said =
        diagnosis.explanations().stream()
            .map(e -> e.cause() + " (" + e.responsible() + ")")
            .collect(Collectors.groupingBy(words -> words, Collectors.counting()))
            .toString();
    Verdict verdict = scenario.lossy() ? lossy(scenario, diagnosis) : healthy(diagnosis);
    return new Outcome(
        scenario,
        verdict,
        said,
        TextReport.heading(diagnosis.recording()) + "\n" + TextReport.of(diagnosis));
  }

  static Outcome failed(Scenario scenario, Throwable why, Diagnosis diagnosis) {
    java.io.StringWriter trace = new java.io.StringWriter();
    why.printStackTrace(new java.io.PrintWriter(trace));
    return new Outcome(
        scenario, Verdict.VOID, why.toString(), TextReport.of(diagnosis) + "\n" + trace);
  }

  private static Verdict healthy(Diagnosis diagnosis) {
    if (diagnosis.recording().exchangeCount() == 0) {
      return Verdict.VOID;
    }
    if (!diagnosis.avoidable().isEmpty()) {
      return Verdict.FALSE_ALARM;
    }
    boolean blamed =
        diagnosis.explanations().stream().anyMatch(e -> e.responsible() != Responsible.NOBODY);
    return blamed ? Verdict.WRONG : Verdict.RIGHT;
  }

  private static Verdict lossy(Scenario scenario, Diagnosis diagnosis) {
    if (diagnosis.opened() < 2) {
      return Verdict.VOID;
    }
    Set<Cause> said =
        diagnosis.explanations().stream().map(Explanation::cause).collect(Collectors.toSet());
    if (said.isEmpty()) {
      return Verdict.MISSED;
    }
    boolean clientLoses =
        scenario.right().stream().allMatch(cause -> cause.responsible() == Responsible.CLIENT);
    if (!clientLoses && !diagnosis.avoidable().isEmpty()) {
      return Verdict.WRONG;
    }
    if (scenario.right().containsAll(said)) {
      return clientLoses && diagnosis.avoidable().isEmpty() ? Verdict.MISSED : Verdict.RIGHT;
    }
    said.removeAll(scenario.right());
    if (!scenario.acceptable().containsAll(said)) {
      return Verdict.WRONG;
    }
    return clientLoses && diagnosis.avoidable().isEmpty() ? Verdict.MISSED : Verdict.ACCEPTABLE;
  }
}
