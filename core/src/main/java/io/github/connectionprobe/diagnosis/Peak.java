package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts the exchanges in flight at once. Unlike the recording's own count, an exchange is over
 * when a peer ended its connection: what the other peer still sends serves nobody.
 */
final class Peak {

  private Peak() {}

  static int of(Recording recording) {
    return of(recording, Timelines.of(recording));
  }

  static int of(Recording recording, List<Timeline> timelines) {
    List<Long> starts = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    for (Timeline timeline : timelines) {
      if (timeline.followed()) {
        addRuns(timeline, starts, ends);
      }
    }
    long[] begun = starts.stream().mapToLong(Long::longValue).sorted().toArray();
    long[] over = ends.stream().mapToLong(Long::longValue).sorted().toArray();
    int peak = 0;
    int ended = 0;
    for (int i = 0; i < begun.length; i++) {
      // What ends at the moment at which another begins can hand over its connection.
      while (over[ended] <= begun[i] && ended < i) {
        ended++;
      }
      peak = Math.max(peak, i + 1 - ended);
    }
    boolean someNotKept = recording.connections().stream().anyMatch(Peak::someNotKept);
    return someNotKept ? Math.max(peak, recording.peakInFlight()) : peak;
  }

  /** Pipelined exchanges share their connection, so that a run of them counts as one. */
  private static void addRuns(Timeline timeline, List<Long> starts, List<Long> ends) {
    int count = timeline.listed();
    for (int i = 0; i < count; ) {
      long end = timeline.end(i);
      starts.add(timeline.start(i));
      for (i++; i < count && timeline.start(i) < end; i++) {
        end = Math.max(end, timeline.end(i));
      }
      ends.add(end);
    }
  }

  private static boolean someNotKept(RecordedConnection connection) {
    return connection.exchangeCount() > connection.exchanges().size();
  }
}
