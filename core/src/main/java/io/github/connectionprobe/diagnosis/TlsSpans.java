package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.recording.EstimatedExchange;
import io.github.connectionprobe.recording.EstimatedExchanges;
import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.TlsHandshake;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When a connection that cannot be read is taken to have been in use. */
final class TlsSpans {

  private final long count;
  private final long[] starts;
  private final long[] ends;

  private TlsSpans(long count, long[] starts, long[] ends) {
    this.count = count;
    this.starts = starts;
    this.ends = ends;
  }

  static Optional<TlsSpans> of(RecordedConnection connection) {
    boolean trusted =
        connection.protocol() == Protocol.TLS
            && connection.tls().map(TlsHandshake::finished).orElse(false)
            && connection.upstreamFailure().isEmpty()
            && connection.observerRetired().isEmpty();
    return trusted
        ? connection.estimatedExchanges().map(estimate -> of(connection, estimate))
        : Optional.empty();
  }

  private static TlsSpans of(RecordedConnection connection, EstimatedExchanges estimate) {
    List<EstimatedExchange> kept = estimate.kept();
    long[] starts = new long[kept.size()];
    long[] ends = new long[kept.size()];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = kept.get(i).start().toNanos();
      // While the client does not read, more of the response may be on its way.
      boolean stands = i == starts.length - 1 && connection.relayingFrom(Side.SERVER) > 0;
      ends[i] =
          kept.get(i)
              .lastByte()
              .filter(at -> !stands)
              .or(connection::closedAt)
              .map(Duration::toNanos)
              .orElse(Timeline.NEVER);
    }
    return new TlsSpans(estimate.count(), starts, ends);
  }

  /** Returns how many exchanges it seems to have carried. */
  long count() {
    return count;
  }

  /** Returns of how many of them it is known when they began. */
  int listed() {
    return starts.length;
  }

  long start(int index) {
    return starts[index];
  }

  /** Returns when the server last sent something that belongs to the exchange at this index. */
  long end(int index) {
    return ends[index];
  }
}
