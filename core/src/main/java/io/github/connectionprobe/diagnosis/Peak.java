package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.recording.Http2Facts;
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
    int kept = overlapping(timelines.stream().filter(Timeline::followed).toList());
    int known = recording.connections().stream().mapToInt(Peak::streams).max().orElse(0);
    boolean someNotKept = recording.connections().stream().anyMatch(Peak::someNotKept);
    return Math.max(someNotKept ? Math.max(kept, recording.peakInFlight()) : kept, known);
  }

  /**
   * Returns how many connections would have served: one for each exchange at once in HTTP/1, and
   * one for as many as the server allows in HTTP/2.
   */
  static int connections(Recording recording, List<Timeline> timelines) {
    List<Timeline> http2 = timelines.stream().filter(t -> t.followed() && t.multiplexed()).toList();
    List<Timeline> others =
        timelines.stream().filter(t -> t.followed() && !t.multiplexed()).toList();
    int peak = overlapping(others);
    boolean someNotKept = others.stream().map(t -> t.connection).anyMatch(Peak::someNotKept);
    return (someNotKept ? Math.max(peak, recording.peakInFlight()) : peak) + sharing(http2);
  }

  private static int sharing(List<Timeline> http2) {
    long limit = http2.stream().mapToLong(Timeline::streamLimit).min().orElse(1);
    int known = http2.stream().mapToInt(t -> streams(t.connection)).max().orElse(0);
    long streams = Math.max(known, overlapping(http2));
    return (int) (streams / limit + (streams % limit == 0 ? 0 : 1));
  }

  private static int overlapping(List<Timeline> timelines) {
    List<Long> starts = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    timelines.forEach(timeline -> addRuns(timeline, starts, ends));
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
    return peak;
  }

  private static int streams(RecordedConnection connection) {
    // Of a window it is not known whether the peak fell into it.
    boolean whole = connection.exchanges().stream().limit(1).allMatch(first -> first.number() == 1);
    return whole ? connection.http2().map(Http2Facts::peakStreams).orElse(0) : 0;
  }

  /** Pipelined exchanges share their connection, so that a run of them counts as one. */
  private static void addRuns(Timeline timeline, List<Long> starts, List<Long> ends) {
    int count = timeline.listed();
    for (int i = 0; i < count; ) {
      long end = timeline.end(i);
      starts.add(timeline.start(i));
      for (i++; i < count && !timeline.multiplexed() && timeline.start(i) < end; i++) {
        end = Math.max(end, timeline.end(i));
      }
      ends.add(end);
    }
  }

  private static boolean someNotKept(RecordedConnection connection) {
    return connection.exchangeCount() > connection.exchanges().size();
  }
}
