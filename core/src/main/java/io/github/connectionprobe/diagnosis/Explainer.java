package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.recording.TlsHandshake;

/** Finds the one primary cause of each connection that is to be explained. */
final class Explainer {

  private final Context context;

  Explainer(Context context) {
    this.context = context;
  }

  Explanation explain(Link link) {
    Timeline subject = link.earlier().orElse(link.opened());
    ClientLibrary library = context.library().of(subject);
    Explanation found = find(link).explain(library);
    return found.responsible() == Responsible.CLIENT && Upgrades.wanted(link.opened())
        ? Upgrades.ofItsOwn(link.opened()).explain(library)
        : found;
  }

  private Finding find(Link link) {
    Timeline opened = link.opened();
    return switch (link.kind()) {
      case ADDED -> Http2Openings.added(context, opened).orElseGet(() -> concurrent(opened));
      case RACED -> {
        Timeline idle = link.earlier().orElseThrow();
        yield Http2Resets.passedOver(opened, idle)
            .or(() -> Http2Openings.raced(opened, idle))
            .orElseGet(() -> raced(opened, idle));
      }
      case IDLE -> idle(opened, link.earlier().orElseThrow());
      case LOST -> lost(opened, link.earlier().orElseThrow());
      case UNUSED -> Http2Openings.unused(context, opened).orElseGet(() -> unused(opened));
      case UNREACHABLE -> unreachable(opened);
      case FAILED -> failed(opened);
      case OPAQUE -> opaque(opened);
    };
  }

  private Finding idle(Timeline opened, Timeline idle) {
    return estimated(opened, idle)
        ? TlsSelections.find(context, opened, idle)
        : Selections.find(context, opened, idle);
  }

  private Finding lost(Timeline opened, Timeline gone) {
    return estimated(opened, gone)
        ? TlsClosures.find(context, opened, gone)
        : Closures.find(context, opened, gone);
  }

  /** Returns true where handshakes say more than messages, or there are no messages to read. */
  private static boolean estimated(Timeline opened, Timeline earlier) {
    return opened.estimated() || earlier.estimated() || !TlsRoute.same(opened, earlier);
  }

  private static Finding concurrent(Timeline opened) {
    return Finding.inferred(opened, Cause.CONCURRENCY)
        .saw(
            "When "
                + Words.number(opened)
                + " was opened, every other connection was in use or on its way to its first"
                + " request.");
  }

  private Finding raced(Timeline opened, Timeline idle) {
    String gap = Words.span(opened.opened - idle.idleSince(opened.opened));
    if (context.peak() > 1) {
      return Finding.inferred(opened, Cause.CONCURRENCY)
          .saw(
              Words.number(idle)
                  + " had become idle only "
                  + gap
                  + " before; with several requests at once, a thread of the client may still have"
                  + " held it.");
    }
    if (Orphans.leftUnread(context, opened, idle)) {
      return Orphans.leaked(context, opened, idle);
    }
    Finding race =
        Finding.inferred(opened, Cause.RELEASE_RACE)
            .saw(
                Words.number(opened)
                    + " was opened "
                    + gap
                    + " after the last response on "
                    + Words.number(idle)
                    + " had ended; the client's pool may not have had it back by then.");
    return idle.usedAfter(opened.opened)
        ? race.saw(Words.number(idle) + " was used again later.")
        : race.orElse(Cause.NEW_CLIENT_PER_CALL, Cause.LEAKED_RESPONSE)
            .next("Send a third request: a race leaves two connections, a leak makes it three.");
  }

  private static Finding unused(Timeline opened) {
    return Finding.observed(opened, Cause.UNUSED_CONNECTION)
        .saw(
            opened.estimated()
                ? "The client sent nothing on "
                    + Words.number(opened)
                    + " once its TLS handshake was finished."
                : opened.multiplexed()
                    ? "The client sent no request on " + Words.number(opened) + "."
                    : "The client sent nothing on " + Words.number(opened) + ".")
        .markedAt(opened);
  }

  private static Finding unreachable(Timeline opened) {
    var failure = opened.connection.upstreamFailure().orElseThrow();
    Cause cause =
        switch (failure.kind()) {
          case NOT_ALLOWED, NOT_NAMED -> Cause.DESTINATION_REFUSED;
          case UNTRUSTED, TLS_HANDSHAKE_FAILED -> Cause.HANDSHAKE_FAILED;
          default -> Cause.UPSTREAM_UNREACHABLE;
        };
    return Finding.observed(opened, cause)
        .saw("The upstream " + failure.kind() + ": " + failure.detail() + ".")
        .markedAt(opened);
  }

  private static Finding failed(Timeline opened) {
    var failure = opened.connection.tls().flatMap(TlsHandshake::failure).orElseThrow();
    return Finding.observed(opened, Cause.HANDSHAKE_FAILED)
        .saw(
            "The "
                + failure.by()
                + " ended the TLS handshake of "
                + Words.number(opened)
                + " with "
                + failure.detail()
                + ". That is no loss of keep-alive: there was never a connection to keep.")
        .markedAt(opened);
  }

  private static Finding opaque(Timeline opened) {
    String why =
        opened
            .connection
            .observerRetired()
            .map(reason -> "its bytes were no longer looked into: " + reason)
            .orElse(
                switch (opened.connection.protocol()) {
                  case TLS -> "its bytes are TLS";
                  case HTTP_2 -> "its bytes are HTTP/2";
                  default -> "its bytes are not HTTP/1";
                });
    return Finding.observed(opened, Cause.NOT_OBSERVED)
        .saw(
            "The exchanges of "
                + Words.number(opened)
                + " cannot be seen, because "
                + why
                + ". So nothing can be said about whether it was needed.");
  }
}
