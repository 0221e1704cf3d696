package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Side;
import java.util.Optional;

/** Why a connection that would have served was gone: what a message said, or else who ended it. */
final class Closures {

  private Closures() {}

  static Finding find(Context context, Timeline opened, Timeline gone) {
    if (Upgrades.of(gone).isPresent()) {
      return Upgrades.taken(opened, gone);
    }
    Optional<Finding> goAway = Http2Closures.find(opened, gone);
    if (goAway.isPresent()) {
      return goAway.get();
    }
    if (gone.exchanges().isEmpty()) {
      return withoutExchange(opened, gone);
    }
    RecordedExchange last =
        gone.multiplexed() ? Http2Closures.last(gone) : gone.last().orElseThrow();
    if (gone.spoilt()) {
      return ServerCloses.spoilt(opened, gone, last);
    }
    if (last.complete()) {
      return AnnouncedCloses.find(context, opened, gone, last)
          .or(() -> ServerCloses.afterResponse(opened, gone, last))
          .orElseGet(() -> ClientCloses.find(context, opened, gone, last));
    }
    if (last.reset().isPresent() && firstEndBy(gone) == Side.SERVER) {
      return ServerCloses.afterResponse(opened, gone, last).orElseThrow();
    }
    return beforeFutileRequest(context, opened, gone, last)
        .or(() -> AnnouncedCloses.beforeRequestEnd(opened, last))
        .orElseGet(
            () ->
                firstEndBy(gone) == Side.SERVER
                    ? ServerCloses.inFlight(opened, gone, last)
                    : ClientCloses.inFlight(opened, gone, last));
  }

  /**
   * Some clients send a request on a connection without a look at whether it is over. What ended
   * the connection is then the cause, unless the two came so close together that they crossed.
   */
  private static Optional<Finding> beforeFutileRequest(
      Context context, Timeline opened, Timeline gone, RecordedExchange futile) {
    RecordedExchange served = gone.lastServed().orElse(futile);
    if (served.equals(futile) || !served.complete()) {
      return Optional.empty();
    }
    long end = gone.end(Side.SERVER);
    boolean crossed = end == Timeline.NEVER || futile.start().toNanos() - end < Grace.RELEASE;
    return AnnouncedCloses.find(context, opened, gone, served)
        .or(() -> crossed ? Optional.empty() : ServerCloses.afterResponse(opened, gone, served))
        .map(
            finding ->
                finding
                    .saw("The client sent " + futile.id() + " on it all the same, in vain.")
                    .orElse(Cause.STALE_REUSE_RACE));
  }

  private static Side firstEndBy(Timeline gone) {
    return gone.endedBy().orElse(Side.CLIENT);
  }

  /** A connection from before the window, of which the window shows nothing but the end. */
  private static Finding withoutExchange(Timeline opened, Timeline gone) {
    if (firstEndBy(gone) == Side.SERVER) {
      return ServerCloses.idle(opened, gone, gone.firstEnd() - gone.idleSince(gone.firstEnd()));
    }
    return Selections.carriedOver(opened, gone);
  }
}
