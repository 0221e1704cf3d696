package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import java.util.Comparator;
import java.util.List;

/** Lays out the connections of a recording in the order opened. */
final class Timelines {

  private Timelines() {}

  static List<Timeline> of(Recording recording) {
    // One response that stands still may be a download that the client reads slowly on purpose.
    boolean several = recording.connections().stream().filter(Timelines::standsStill).count() > 1;
    return recording.connections().stream()
        .map(c -> new Timeline(c, recording.from(), several && standsStill(c)))
        .sorted(
            Comparator.comparingLong((Timeline timeline) -> timeline.opened)
                .thenComparingInt(Timeline::number))
        .toList();
  }

  private static boolean standsStill(RecordedConnection connection) {
    int last = connection.exchanges().size() - 1;
    return last >= 0
        && connection.ends().isEmpty()
        && connection.relayingFrom(Side.SERVER) > 0
        && connection.exchanges().get(last).truncated();
  }
}
