package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.RecordedResponse;
import io.github.connectionprobe.recording.Side;
import java.util.Optional;
import java.util.Set;

/** Connections that the server ended without having announced it. */
final class ServerCloses {

  private static final Set<String> IDEMPOTENT =
      Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

  private ServerCloses() {}

  /** Judges a connection whose last exchange is complete, where the server ended it. */
  static Optional<Finding> afterResponse(Timeline opened, Timeline gone, RecordedExchange last) {
    Optional<RecordedResponse> unasked = gone.connection.unsolicited().stream().findFirst();
    if (unasked.isPresent()) {
      return Optional.of(unasked(opened, gone, last, unasked.get()));
    }
    if (gone.endedBy().map(by -> by != Side.SERVER).orElse(true)) {
      return Optional.empty();
    }
    long end = gone.firstEnd();
    long idle = end - gone.idleSince(end);
    if (idle >= Grace.PROMPT) {
      return Optional.of(idle(opened, gone, idle));
    }
    return Optional.of(
        Finding.observed(opened, Cause.SERVER_SILENT_CLOSE)
            .saw(
                "The server sent "
                    + Words.end(gone)
                    + " on "
                    + Words.number(gone)
                    + " "
                    + Words.span(idle)
                    + " after the response "
                    + last.id()
                    + ", which had not announced it.")
            .markedAt(gone));
  }

  static Finding idle(Timeline opened, Timeline gone, long idle) {
    return Finding.inferred(opened, Cause.SERVER_IDLE_TIMEOUT)
        .saw(
            "The server sent "
                + Words.end(gone)
                + " on "
                + Words.number(gone)
                + " after it had been idle for "
                + Words.span(idle)
                + ".")
        .markedAt(gone);
  }

  /** Judges a connection that the server ended with an exchange under way. */
  static Finding inFlight(Timeline opened, Timeline gone, RecordedExchange last) {
    if (last.response().isPresent()) {
      return Finding.observed(opened, Cause.TRUNCATED_OR_BAD_FRAMING)
          .saw(
              "The server sent "
                  + Words.end(gone)
                  + " on "
                  + Words.number(gone)
                  + " before the response "
                  + last.id()
                  + " was complete.")
          .markedAt(gone);
    }
    long begun = last.start().toNanos();
    long since = gone.firstEnd() - begun;
    String repeated = repeated(opened, last);
    // A server that closes idle connections does it without a look at what is on its way.
    boolean crossed = last.number() > 1 && since < Grace.ORDER;
    Finding finding =
        crossed
            ? Finding.observed(opened, Cause.STALE_REUSE_RACE)
                .saw(
                    "The client sent "
                        + last.id()
                        + " on "
                        + Words.number(gone)
                        + ", idle for "
                        + Words.span(begun - gone.idleSince(begun - 1))
                        + ", and the server ended the connection without an answer.")
                .orElse(Cause.SERVER_ABORT)
            : Finding.observed(opened, Cause.SERVER_ABORT)
                .saw(
                    "The server sent "
                        + Words.end(gone)
                        + " on "
                        + Words.number(gone)
                        + " "
                        + Words.span(since)
                        + " after "
                        + last.id()
                        + " had begun, without an answer.");
    return finding.sawIf(!repeated.isEmpty(), repeated).markedAt(gone);
  }

  /** Says that the client sent the request again, and what that may mean. */
  private static String repeated(Timeline opened, RecordedExchange lost) {
    if (opened.exchanges().isEmpty()) {
      return "";
    }
    RecordedExchange again = opened.exchanges().get(0);
    if (!Words.request(again).equals(Words.request(lost))) {
      return "";
    }
    return again.id()
        + " repeats "
        + lost.id()
        + (IDEMPOTENT.contains(lost.request().method())
            ? "."
            : "; " + lost.request().method() + " is not idempotent and may have been done twice.");
  }

  private static Finding unasked(
      Timeline opened, Timeline gone, RecordedExchange last, RecordedResponse response) {
    if (response.status() == 408) {
      long idle = response.firstByte().minus(last.lastByte()).toNanos();
      return idle(opened, gone, idle).saw("It said so with a 408 (Request Timeout).");
    }
    return spoilt(opened, gone, last);
  }

  /** Judges a connection on which the server sent more than it was asked for. */
  static Finding spoilt(Timeline opened, Timeline gone, RecordedExchange last) {
    long bytes = gone.connection.strayBytes();
    return Finding.observed(opened, Cause.TRUNCATED_OR_BAD_FRAMING)
        .saw(
            "After the response "
                + last.id()
                + " the server sent "
                + (bytes > 0 ? Words.times(bytes, "byte") : "another response")
                + " on "
                + Words.number(gone)
                + " that no request had asked for.")
        .markedAt(gone);
  }
}
