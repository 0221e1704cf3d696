package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.recording.ConnectionEnd;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Side;

/** Why a connection that would have served was gone: what a message said, or else who ended it. */
final class Closures {

  private Closures() {}

  static Finding find(Context context, Timeline opened, Timeline gone) {
    if (gone.connection.upgrade().isPresent()) {
      return upgraded(opened, gone);
    }
    if (gone.exchanges().isEmpty()) {
      return withoutExchange(opened, gone);
    }
    RecordedExchange last = gone.last().orElseThrow();
    if (last.complete()) {
      return AnnouncedCloses.find(context, opened, gone, last)
          .or(() -> ServerCloses.afterResponse(opened, gone, last))
          .orElseGet(() -> ClientCloses.find(context, opened, gone, last));
    }
    return AnnouncedCloses.beforeRequestEnd(opened, last)
        .orElseGet(
            () ->
                firstEndBy(gone) == Side.SERVER
                    ? ServerCloses.inFlight(opened, gone, last)
                    : ClientCloses.inFlight(opened, gone, last));
  }

  private static Side firstEndBy(Timeline gone) {
    return gone.connection.end().map(ConnectionEnd::by).orElse(Side.CLIENT);
  }

  private static Finding upgraded(Timeline opened, Timeline gone) {
    var upgrade = gone.connection.upgrade().orElseThrow();
    return Finding.observed(opened, Cause.UPGRADED)
        .saw(
            gone.number()
                + "."
                + upgrade.exchange()
                + " turned "
                + Words.number(gone)
                + " into "
                + (upgrade.protocol().equals("tunnel") ? "a tunnel" : upgrade.protocol())
                + "; it carries no HTTP/1 any more.")
        .markedAt(new Mark(gone.number(), upgrade.exchange(), "upgraded"));
  }

  /** A connection from before the window, of which the window shows nothing but the end. */
  private static Finding withoutExchange(Timeline opened, Timeline gone) {
    if (firstEndBy(gone) == Side.SERVER) {
      return ServerCloses.idle(opened, gone, gone.firstEnd() - gone.idleSince(gone.firstEnd()));
    }
    return Selections.carriedOver(opened, gone);
  }
}
