package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.recording.Http2Errors;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.StreamReset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * HTTP/2 connections on which the server reset streams. A reset concerns its stream alone (RFC 9113
 * §5.4.2), but a client may take the whole connection for broken: OkHttp opens no further stream on
 * it after any error, or after the second refusal, and ends it when the last one is over.
 */
final class Http2Resets {

  private Http2Resets() {}

  /** Judges a connection that the client ended as soon as nothing more was under way on it. */
  static Optional<Finding> gone(Timeline opened, Timeline gone) {
    long end = gone.end(Side.CLIENT);
    long idle = end - gone.idleSince(end);
    if (end == Timeline.NEVER || end != gone.firstEnd() || idle >= Grace.PROMPT) {
      return Optional.empty();
    }
    String ended =
        "the client sent "
            + Words.end(gone)
            + " on it "
            + Words.span(idle)
            + " after the last response.";
    return finding(opened, gone, ended);
  }

  /** Judges a connection that is still there, but on which no stream began since. */
  static Optional<Finding> passedOver(Timeline opened, Timeline idle) {
    List<StreamReset> resets = resets(idle);
    boolean one = resets.size() == 1;
    return resets.stream()
        .max(Comparator.comparing(StreamReset::at))
        // A single refusal is taken for chance.
        .filter(last -> !one || !refuses(last))
        // What was on its way by then began before the client knew.
        .filter(last -> !idle.usedAfter(last.at().toNanos() + Grace.RELEASE))
        .flatMap(last -> finding(opened, idle, "the client opened no stream on it afterwards."));
  }

  private static Optional<Finding> finding(Timeline opened, Timeline given, String then) {
    List<StreamReset> resets = resets(given);
    Optional<StreamReset> error =
        resets.stream().filter(reset -> !refuses(reset)).reduce((earlier, later) -> later);
    if (error.isPresent()) {
      return Optional.of(
          Finding.inferred(opened, Cause.H2_STREAM_RESET)
              .saw(
                  "The server had reset a stream on "
                      + Words.number(given)
                      + " ("
                      + error.get().error()
                      + "), and "
                      + then)
              .markedAt(given));
    }
    return resets.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.inferred(opened, Cause.H2_STREAM_LIMIT)
                .saw(
                    "The server had refused "
                        + Words.times(resets.size(), "stream")
                        + " on "
                        + Words.number(given)
                        + " (REFUSED_STREAM), and "
                        + then)
                .excusedIf(true)
                .markedAt(given));
  }

  /** NO_ERROR only says that the rest of a request is not needed (RFC 9113 §8.1). */
  private static List<StreamReset> resets(Timeline given) {
    return given.exchanges().stream()
        .flatMap(exchange -> exchange.reset().stream())
        .filter(reset -> reset.by() == Side.SERVER && !reset.byGoAway())
        .filter(reset -> reset.errorCode() != Http2Errors.NO_ERROR)
        .toList();
  }

  private static boolean refuses(StreamReset reset) {
    return reset.errorCode() == Http2Errors.REFUSED_STREAM;
  }
}
