package io.github.connectionprobe.report;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.diagnosis.Mark;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Recording;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Which part of a recording a report shows, and what it marks there. */
final class Shown {

  private final Recording recording;
  private final List<Explanation> telling;
  private final Map<Integer, Map<Long, String>> marks = new HashMap<>();

  Shown(Diagnosis diagnosis) {
    recording = diagnosis.recording();
    telling = Reasons.groups(diagnosis).stream().map(group -> group.get(0)).toList();
    telling.forEach(explanation -> explanation.mark().ifPresent(this::add));
    // Of many ends alike one mark will do; a header is marked wherever it was sent.
    diagnosis.explanations().stream()
        .flatMap(explanation -> explanation.mark().stream())
        .filter(mark -> mark.exchange() > 0)
        .forEach(this::add);
  }

  private void add(Mark mark) {
    marks
        .computeIfAbsent(mark.connection(), any -> new HashMap<>())
        .putIfAbsent(mark.exchange(), mark.note());
  }

  /** Returns the notes at a connection by exchange number; 0 stands for the connection as such. */
  Map<Long, String> marks(RecordedConnection connection) {
    return marks.getOrDefault(connection.number(), Map.of());
  }

  /** Returns so many connections: those that the reasons speak of, and then the first ones. */
  List<RecordedConnection> connections(int limit) {
    Set<Integer> numbers = new LinkedHashSet<>();
    telling.stream()
        .flatMap(
            explanation ->
                Stream.concat(
                    explanation.mark().map(Mark::connection).stream(),
                    Stream.of(explanation.connection())))
        .limit(limit)
        .forEach(numbers::add);
    for (RecordedConnection connection : recording.connections()) {
      if (numbers.size() >= limit) {
        break;
      }
      numbers.add(connection.number());
    }
    return recording.connections().stream().filter(c -> numbers.contains(c.number())).toList();
  }

  /** Times count from the first connection opened, or the first exchange where that was earlier. */
  Duration zero() {
    return Stream.concat(
            recording.openedConnections().stream().map(RecordedConnection::openedAt),
            recording.exchanges().stream().map(RecordedExchange::start))
        .filter(at -> at.compareTo(recording.from()) >= 0)
        .min(Duration::compareTo)
        .orElse(recording.from());
  }
}
