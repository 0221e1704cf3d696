package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges each destination of a forwarding probe as if it had a probe to itself: no connection could
 * have served a request for another one.
 */
final class PerDestination {

  private PerDestination() {}

  static Diagnosis diagnose(Recording recording, JvmEvidence evidence, UnreadBodies unread) {
    Collection<Recording> parts = parts(recording);
    if (parts.size() < 2) {
      return Accounting.diagnose(recording, evidence, unread);
    }
    int needed = 0;
    List<Explanation> explanations = new ArrayList<>();
    for (Recording part : parts) {
      Diagnosis diagnosis = Accounting.diagnose(part, evidence, unread);
      needed += diagnosis.needed();
      explanations.addAll(diagnosis.explanations());
    }
    explanations.sort(Comparator.comparingInt(Explanation::connection));
    return new Diagnosis(recording, needed, explanations);
  }

  static int peak(Recording recording) {
    return parts(recording).stream().mapToInt(Peak::of).max().orElse(0);
  }

  private static Collection<Recording> parts(Recording recording) {
    if (recording.destinations().isEmpty()) {
      return List.of(recording);
    }
    Map<String, List<RecordedConnection>> parts = new LinkedHashMap<>();
    for (RecordedConnection connection : recording.connections()) {
      String destination = connection.destination().map(Route::withoutAlias).orElse("");
      parts.computeIfAbsent(destination, any -> new ArrayList<>()).add(connection);
    }
    return parts.values().stream().map(some -> with(recording, some)).toList();
  }

  private static Recording with(Recording recording, List<RecordedConnection> connections) {
    return new Recording(
        recording.name(),
        recording.listener(),
        recording.upstream(),
        recording.startedAt(),
        recording.from(),
        recording.until(),
        recording.peakInFlight(),
        connections);
  }
}
