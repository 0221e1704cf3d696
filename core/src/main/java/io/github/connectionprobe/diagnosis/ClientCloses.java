package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.diagnosis.Timeline.State;
import io.github.connectionprobe.recording.BodyFraming;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.RecordedResponse;
import io.github.connectionprobe.recording.Side;

/** Connections that the client ended although no message had announced it. */
final class ClientCloses {

  private ClientCloses() {}

  /** Judges a connection whose last exchange is complete. */
  static Finding find(Context context, Timeline opened, Timeline gone, RecordedExchange last) {
    long end = gone.end(Side.CLIENT);
    long idle = end - gone.idleSince(end);
    KeepAliveField hint = KeepAliveField.of(last.response().orElseThrow());
    if (hint.timeout() == 0 || hint.timeout() == 1 || hint.max() == 0 || hint.max() == 1) {
      return obeyed(opened, gone, last, hint, idle);
    }
    return idle < Grace.PROMPT
        ? PromptCloses.find(context, opened, gone, last, idle)
        : afterIdling(context, opened, gone, last, hint, idle);
  }

  private static Finding obeyed(
      Timeline opened, Timeline gone, RecordedExchange last, KeepAliveField hint, long idle) {
    return Finding.inferred(opened, Cause.KEEP_ALIVE_HINT)
        .saw(closed(gone, last, idle))
        .saw("That response carried \"" + hint + "\".")
        .orElse(Cause.CLIENT_CLOSED_AFTER_RESPONSE)
        .markedAt(new Mark(gone.number(), last.number(), "response: " + hint));
  }

  private static Finding afterIdling(
      Context context,
      Timeline opened,
      Timeline gone,
      RecordedExchange last,
      KeepAliveField hint,
      long idle) {
    // Clients give up a little before or, with a coarse timer, a little after the server's limit.
    if (idle > hint.timeoutNanos() / 2 && idle < hint.timeoutNanos() + Grace.STREAM) {
      return obeyed(opened, gone, last, hint, idle);
    }
    boolean atOpening = Math.abs(gone.end(Side.CLIENT) - opened.opened) < Grace.ORDER;
    boolean evicted = atOpening && fresherStayed(context, opened, gone);
    String closed = closed(gone, last, idle);
    Finding finding =
        evicted
            ? Finding.inferred(opened, Cause.POOL_FULL_EVICTION)
                .saw(closed)
                .saw(
                    "That was when "
                        + Words.number(opened)
                        + " was opened; a connection used more"
                        + " recently stayed open.")
                .orElse(Cause.CLIENT_IDLE_EXPIRY)
            : Finding.inferred(opened, Cause.CLIENT_IDLE_EXPIRY)
                .saw(closed)
                .orElse(
                    atOpening
                        ? new Cause[] {Cause.POOL_FULL_EVICTION, Cause.NEW_CLIENT_PER_CALL}
                        : new Cause[] {Cause.NEW_CLIENT_PER_CALL});
    return finding.excusedIf(idle >= Grace.SHORT_IDLE).markedAt(gone);
  }

  private static boolean fresherStayed(Context context, Timeline opened, Timeline gone) {
    long at = opened.opened;
    return context.timelines().stream()
        .anyMatch(
            other ->
                other != gone
                    && other.observed()
                    && other.opened < at
                    && other.state(at) == State.IDLE
                    && other.idleSince(at) > gone.idleSince(gone.end(Side.CLIENT))
                    && at - other.idleSince(at) >= Grace.RELEASE);
  }

  /** Judges a connection that the client ended with an exchange under way. */
  static Finding inFlight(Timeline opened, Timeline gone, RecordedExchange last) {
    long end = gone.end(Side.CLIENT);
    if (last.response().isEmpty()) {
      return Finding.observed(opened, Cause.CLIENT_GAVE_UP)
          .saw(
              "The client sent "
                  + Words.end(gone)
                  + " on "
                  + Words.number(gone)
                  + " "
                  + Words.span(end - last.start().toNanos())
                  + " after it had begun "
                  + last.id()
                  + ", and before any answer.")
          .markedAt(gone);
    }
    RecordedResponse response = last.response().get();
    if (response.framing() == BodyFraming.UNTIL_CLOSE) {
      return AnnouncedCloses.untilClose(opened, gone, last);
    }
    long lasted = end - response.firstByte().toNanos();
    return Finding.observed(opened, Cause.CLIENT_ABORTED_RESPONSE)
        .saw(
            "The client sent "
                + Words.end(gone)
                + " on "
                + Words.number(gone)
                + " before the response "
                + last.id()
                + " was complete: "
                + Words.times(response.bodyBytes(), "byte")
                + " of its body had come.")
        .excusedIf(lasted >= Grace.STREAM)
        .markedAt(gone);
  }

  static String closed(Timeline gone, RecordedExchange last, long idle) {
    return "The client sent "
        + Words.end(gone)
        + " on "
        + Words.number(gone)
        + " "
        + Words.span(idle)
        + " after the complete response "
        + last.id()
        + ".";
  }
}
