package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.diagnosis.Timeline.State;
import io.github.connectionprobe.recording.GoAway;
import io.github.connectionprobe.recording.Http2Facts;
import io.github.connectionprobe.recording.RecordedConnection;
import java.time.Duration;
import java.util.Optional;

/**
 * What an HTTP/2 connection can carry, and when. Times are in nanoseconds from the start of the
 * recording.
 *
 * @param ready when the server's SETTINGS had arrived, so that the client knew that it may send
 *     further requests on it
 * @param limit how many streams the server allows at once
 * @param closedToNew when a GOAWAY ended its use for new streams
 */
record Multiplexing(long ready, long limit, long closedToNew) {

  static Optional<Multiplexing> of(RecordedConnection connection) {
    return connection.http2().map(Multiplexing::of);
  }

  private static Multiplexing of(Http2Facts http2) {
    return new Multiplexing(
        http2.settingsAt().map(Duration::toNanos).orElse(Timeline.NEVER),
        // Nought lets no stream through at all, for a while; nobody can open connections for that.
        Math.max(1, http2.maxConcurrentStreams().orElse(Long.MAX_VALUE)),
        http2.goAways().stream()
            .map(GoAway::at)
            .mapToLong(Duration::toNanos)
            .min()
            .orElse(Timeline.NEVER));
  }

  /**
   * Returns what the connection was to a client, as long as nobody had ended it.
   *
   * @param streams its streams
   */
  State state(Spans streams, long at) {
    if (at < ready) {
      return State.PENDING;
    }
    long open = streams.endsUntil(streams.lastBegunBy(at)).filter(end -> end > at).count();
    return open < limit ? State.IDLE : State.BUSY;
  }

  /** Returns until when that stays as it is, at the least. */
  long occupiedUntil(Spans streams, long at) {
    return at < ready
        ? ready
        : streams
            .endsUntil(streams.count() - 1)
            .filter(end -> end > at)
            .min()
            .orElse(Timeline.NEVER);
  }
}
