package io.github.connectionprobe.assertj;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Questions that both an assertion and its failure message ask of a recording. */
final class Facts {

  private Facts() {}

  static int resets(Recording recording) {
    return recording.resets(Side.CLIENT) + recording.resets(Side.SERVER);
  }

  static boolean reusedOne(Recording recording) {
    return recording.connections().stream()
        .anyMatch(c -> c.exchangeCount() > (recording.carriedOver(c) ? 0 : 1));
  }

  static List<String> incomplete(Recording recording) {
    return recording.exchanges().stream()
        .filter(exchange -> !exchange.complete())
        .map(RecordedExchange::id)
        .toList();
  }

  static Set<Cause> causes(Diagnosis diagnosis) {
    Set<Cause> causes = EnumSet.noneOf(Cause.class);
    for (Explanation explanation : diagnosis.explanations()) {
      causes.add(explanation.cause());
    }
    return causes;
  }
}
