package io.github.connectionprobe.diagnosis;

import static java.util.Comparator.comparingLong;

import io.github.connectionprobe.recording.GoAway;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Side;
import java.time.Duration;
import java.util.Optional;

/** HTTP/2 connections that one of the peers wanted no more of (RFC 9113 §6.8). */
final class Http2Closures {

  private Http2Closures() {}

  /** Judges a connection that one of the peers gave up for what had been said on it. */
  static Optional<Finding> find(Timeline opened, Timeline gone) {
    return Http2Resets.gone(opened, gone).or(() -> announced(opened, gone));
  }

  /** Judges one on which a GOAWAY was sent before anything else ended it. */
  private static Optional<Finding> announced(Timeline opened, Timeline gone) {
    Optional<GoAway> first =
        gone.connection.http2().stream().flatMap(http2 -> http2.goAways().stream()).findFirst();
    if (first.isEmpty() || first.get().at().toNanos() > gone.firstEnd()) {
      return Optional.empty();
    }
    GoAway goAway = first.get();
    if (goAway.by() == Side.SERVER) {
      return Optional.of(
          Finding.observed(opened, Cause.H2_GOAWAY)
              .saw(sent(gone, goAway) + ", so that it takes no further requests.")
              .markedAt(gone));
    }
    if (gone.end(Side.CLIENT) != Timeline.NEVER) {
      // The end follows the announcement at once, and is judged as any other by the client.
      return Optional.empty();
    }
    return Optional.of(
        Finding.observed(opened, Cause.CLIENT_CLOSED_AFTER_RESPONSE)
            .saw(sent(gone, goAway) + ".")
            .markedAt(gone));
  }

  /**
   * Returns the exchange that tells the most of a connection that was ended: one that was cut off,
   * or else the one completed last. A stream that was reset before says nothing of the end.
   */
  static RecordedExchange last(Timeline gone) {
    return gone.exchanges().stream()
        .filter(exchange -> over(exchange) > gone.firstEnd())
        .reduce((earlier, later) -> later)
        .or(
            () ->
                gone.exchanges().stream()
                    .filter(RecordedExchange::complete)
                    .max(comparingLong(Http2Closures::over)))
        .or(gone::last)
        .orElseThrow();
  }

  private static long over(RecordedExchange exchange) {
    return exchange.end().map(Duration::toNanos).orElse(Timeline.NEVER);
  }

  private static String sent(Timeline gone, GoAway goAway) {
    long at = goAway.at().toNanos();
    return "The "
        + goAway.by()
        + " sent GOAWAY ("
        + goAway.error()
        + ") on "
        + Words.number(gone)
        + " "
        + Words.span(at - gone.idleSince(at))
        + " after the last response";
  }
}
