package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.recording.ConnectionEnd;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** From when to when a connection was in use, by the order in which its exchanges began. */
final class Spans {

  private final long[] starts;
  private final long[] ends;

  private Spans(long[] starts, long[] ends) {
    this.starts = starts;
    this.ends = ends;
  }

  /**
   * Lays out the exchanges of a connection, or the estimate of them.
   *
   * @param unread whether its last response is known to stand still for want of a reader
   */
  static Spans of(RecordedConnection connection, Optional<TlsSpans> estimate, boolean unread) {
    List<RecordedExchange> exchanges = connection.exchanges();
    int count = estimate.map(TlsSpans::listed).orElse(exchanges.size());
    long[] starts = new long[count];
    long[] ends = new long[count];
    for (int i = 0; i < count; i++) {
      long end;
      if (estimate.isPresent()) {
        starts[i] = estimate.get().start(i);
        end = cut(connection, starts[i], estimate.get().end(i));
      } else {
        RecordedExchange exchange = exchanges.get(i);
        starts[i] = exchange.start().toNanos();
        end =
            unread && !exchange.complete()
                ? exchange.lastByte().toNanos()
                : cut(connection, starts[i], naturalEnd(connection, exchange));
      }
      ends[i] = end;
    }
    return new Spans(starts, ends);
  }

  int count() {
    return starts.length;
  }

  long start(int index) {
    return starts[index];
  }

  long end(int index) {
    return ends[index];
  }

  /** Returns the index of the last one that had begun at the given moment, or -1. */
  int lastBegunBy(long at) {
    int found = Arrays.binarySearch(starts, at);
    if (found < 0) {
      return -found - 2;
    }
    while (found + 1 < starts.length && starts[found + 1] == at) {
      found++;
    }
    return found;
  }

  /** Returns when those up to this index were over. */
  LongStream endsUntil(int index) {
    return Arrays.stream(ends, 0, index + 1);
  }

  private static long naturalEnd(RecordedConnection connection, RecordedExchange exchange) {
    return exchange.end().or(connection::closedAt).map(Duration::toNanos).orElse(Timeline.NEVER);
  }

  /** Nothing outlives a FIN or RST that came after its start. */
  private static long cut(RecordedConnection connection, long start, long end) {
    for (ConnectionEnd ended : connection.ends()) {
      if (ended.at().toNanos() >= start) {
        return Math.min(end, ended.at().toNanos());
      }
    }
    return end;
  }
}
