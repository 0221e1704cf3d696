package io.github.connectionprobe.report;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The part of a report that lists connections with their exchanges, those that matter marked. */
final class ConnectionList {

  /** Of connections, and of each one's exchanges, this many are listed. */
  static final int LISTED = 10;

  private final Recording recording;
  private final Shown shown;

  ConnectionList(Diagnosis diagnosis) {
    recording = diagnosis.recording();
    shown = new Shown(diagnosis);
  }

  List<String> lines() {
    if (recording.connections().isEmpty()) {
      return List.of("  no connection");
    }
    List<RecordedConnection> listed = shown.connections(LISTED);
    Duration zero = shown.zero();
    Table table = new Table();
    for (RecordedConnection connection : listed) {
      table.addConnection(recording, connection, zero, shown.marks(connection));
    }
    List<String> lines = new ArrayList<>(table.lines());
    int more = recording.connections().size() - listed.size();
    if (more > 0) {
      lines.add("  and " + TextReport.count(more) + " more");
    }
    return lines;
  }
}
