package io.github.connectionprobe.report;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.recording.ConnectionEnd;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** The connections that have no lane of their own, all in one. */
final class Rest {

  private static final int COLUMNS = 100;

  private final List<RecordedConnection> connections;
  private final Diagnosis diagnosis;

  Rest(Diagnosis diagnosis, List<RecordedConnection> shown) {
    this.diagnosis = diagnosis;
    Set<Integer> numbers = new HashSet<>();
    shown.forEach(connection -> numbers.add(connection.number()));
    connections =
        diagnosis.recording().connections().stream()
            .filter(connection -> !numbers.contains(connection.number()))
            .toList();
  }

  int size() {
    return connections.size();
  }

  /** Returns their sum in words, such as {@code 9,900 exchanges, 9,900 avoidable, 3 reset}. */
  String words() {
    Set<Integer> avoidable = new HashSet<>();
    diagnosis.avoidable().stream().map(Explanation::connection).forEach(avoidable::add);
    StringJoiner words = new StringJoiner(", ");
    long exchanges = connections.stream().mapToLong(RecordedConnection::exchangeCount).sum();
    words.add(TextReport.count(exchanges) + (exchanges == 1 ? " exchange" : " exchanges"));
    add(
        words,
        connections.stream().filter(c -> avoidable.contains(c.number())).count(),
        "avoidable");
    add(words, connections.stream().filter(RecordedConnection::open).count(), "still open");
    for (Side side : Side.values()) {
      for (EndKind kind : EndKind.values()) {
        add(words, ended(side, kind), "ended by " + side + " with " + kind);
      }
    }
    return words.toString();
  }

  private long ended(Side side, EndKind kind) {
    return connections.stream()
        .flatMap(connection -> connection.end().stream())
        .filter((ConnectionEnd end) -> end.by() == side && end.kind() == kind)
        .count();
  }

  private static void add(StringJoiner words, long count, String what) {
    if (count > 0) {
      words.add(TextReport.count(count) + " " + what);
    }
  }

  /** Draws when they were opened: a column is as high as many were. */
  void draw(Markup out, Scale scale) {
    Pen pen = new Pen(out);
    Grid.draw(pen, scale, Track.HEIGHT);
    Map<Integer, Integer> columns = new HashMap<>();
    Recording recording = diagnosis.recording();
    for (RecordedConnection connection : connections) {
      Duration opened = recording.carriedOver(connection) ? Duration.ZERO : connection.openedAt();
      int column = (int) Math.min(COLUMNS - 1, scale.x(opened) * COLUMNS / 100);
      columns.merge(column, 1, Integer::sum);
    }
    int highest = columns.values().stream().mapToInt(Integer::intValue).max().orElse(1);
    columns.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            column -> {
              int count = column.getValue();
              int height = Math.max(2, (Track.HEIGHT - 8) * count / highest);
              double x = 100.0 * column.getKey() / COLUMNS;
              pen.begin(TextReport.count(count) + " opened here");
              pen.box("rest", Track.RAIL, x, x + 80.0 / COLUMNS, Track.HEIGHT - height, height);
              pen.end();
            });
  }
}
