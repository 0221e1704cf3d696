package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.recording.Side;

/**
 * Why a connection that would have served was gone, where its messages cannot be read: who ended it
 * and when is known, whether a message had announced it is not.
 */
final class TlsClosures {

  private static final String LOOK =
      "Let the probe look into TLS: it then sees whether a message had announced it.";

  private TlsClosures() {}

  static Finding find(Context context, Timeline opened, Timeline gone) {
    if (!TlsRoute.same(opened, gone)) {
      return TlsSelections.elsewhere(opened, gone);
    }
    boolean byServer = gone.end(Side.SERVER) < gone.end(Side.CLIENT);
    if (gone.listed() == 0 && !byServer) {
      return Selections.carriedOver(opened, gone);
    }
    long end = gone.firstEnd();
    long idle = end - gone.idleSince(end);
    // An alert may come in the packet in which the answer ends.
    boolean alerted = gone.alert(byServer ? Side.SERVER : Side.CLIENT).isPresent();
    boolean answered =
        gone.listed() == 0 || lastByte(gone) < end || (alerted && lastByte(gone) == end);
    Finding finding =
        byServer
            ? byServer(opened, gone, answered, idle)
            : byClient(context, opened, gone, answered, idle);
    return finding.markedAt(gone);
  }

  private static Finding byServer(Timeline opened, Timeline gone, boolean answered, long idle) {
    if (!answered) {
      return Finding.inferred(opened, Cause.SERVER_ABORT)
          .saw(ended(Side.SERVER, gone) + " without an answer to what the client had sent.")
          .orElse(Cause.STALE_REUSE_RACE);
    }
    if (idle >= Grace.PROMPT) {
      return ServerCloses.idle(opened, gone, idle);
    }
    return Finding.inferred(opened, Cause.NOT_OBSERVED)
        .saw(
            ended(Side.SERVER, gone)
                + " "
                + Words.span(idle)
                + " after it had last answered; either peer may have asked for that.")
        .orElse(Cause.RESPONSE_CLOSE, Cause.REQUEST_CLOSE, Cause.SERVER_SILENT_CLOSE)
        .next(LOOK);
  }

  private static Finding byClient(
      Context context, Timeline opened, Timeline gone, boolean answered, long idle) {
    if (!answered) {
      return Finding.inferred(opened, Cause.CLIENT_GAVE_UP)
          .saw(ended(Side.CLIENT, gone) + " while it waited for an answer.");
    }
    String seen = ended(Side.CLIENT, gone) + " " + Words.span(idle) + " after the last answer.";
    boolean once = opened.count() == 1 && gone.count() == 1;
    if (once && idle < Grace.SHORT_IDLE && TlsTickets.passedUp(context, opened)) {
      return TlsSelections.newContext(opened).saw(seen);
    }
    if (idle >= Grace.PROMPT) {
      return Finding.inferred(opened, Cause.CLIENT_IDLE_EXPIRY)
          .saw(seen)
          .orElse(Cause.POOL_FULL_EVICTION, Cause.NEW_CLIENT_PER_CALL)
          .excusedIf(true);
    }
    if (once && context.library().severalPools(gone)) {
      return Finding.inferred(opened, Cause.NEW_CLIENT_PER_CALL)
          .saw(
              Words.times(context.library().pools(gone), "connection pool")
                  + " stand behind the connections.")
          .saw(seen)
          .orElse(Cause.REUSE_DISABLED);
    }
    // It may have obeyed a response that announced the close.
    return Finding.observed(opened, Cause.CLIENT_CLOSED_AFTER_RESPONSE)
        .saw(seen)
        .orElse(
            Cause.NEW_CLIENT_PER_CALL,
            Cause.REUSE_DISABLED,
            Cause.REQUEST_CLOSE,
            Cause.RESPONSE_CLOSE)
        .next(LOOK)
        .excusedIf(true);
  }

  private static long lastByte(Timeline gone) {
    return gone.end(gone.listed() - 1);
  }

  private static String ended(Side by, Timeline gone) {
    String what = gone.alert(by).isPresent() ? "a TLS alert" : Words.end(gone);
    return "The " + by + " sent " + what + " on " + Words.number(gone);
  }
}
