package io.github.connectionprobe.diagnosis;

/**
 * Why an idle connection was passed over, where nothing but handshakes and the estimate can tell.
 * An idle stream of events looks like a finished response, so that one connection proves nothing.
 */
final class TlsSelections {

  private TlsSelections() {}

  static Finding find(Context context, Timeline opened, Timeline idle) {
    if (!TlsRoute.same(opened, idle)) {
      return elsewhere(opened, idle);
    }
    if (idle.listed() == 0) {
      return Selections.carriedOver(opened, idle);
    }
    String seen =
        Words.number(idle)
            + " was open and, as far as can be estimated, had been idle for "
            + Words.span(opened.opened - idle.idleSince(opened.opened))
            + " when "
            + Words.number(opened)
            + " was opened";
    if (idle.usedAfter(opened.opened)) {
      return Finding.inferred(opened, Cause.SEPARATE_POOLS)
          .saw(seen + ", and was used again later: it was in a pool, though not in this one.")
          .orElse(Cause.POOL_KEY_DIFFERS, Cause.RELEASE_RACE);
    }
    return orphan(context, opened, idle)
        .saw(seen + ", and was never used again.")
        .markedAt(new Mark(idle.number(), 0, "never used again"));
  }

  /** Says what tells the two apart for every pool. */
  static Finding elsewhere(Timeline opened, Timeline other) {
    if (!TlsRoute.sameScheme(opened, other)) {
      return route(opened, other, tls(opened) ? "it is not TLS" : "it is TLS", words(opened));
    }
    if (!TlsRoute.sameName(opened, other)) {
      return route(opened, other, name(other), name(opened));
    }
    if (!TlsRoute.sameProtocols(opened, other)) {
      return route(
          opened,
          other,
          "it offered " + String.join(" and ", TlsRoute.protocols(other)),
          "offered " + String.join(" and ", TlsRoute.protocols(opened)));
    }
    return Finding.inferred(opened, Cause.SEPARATE_POOLS)
        .saw(
            Words.number(other)
                + " was there, but its client offered other cipher suites, groups or signatures"
                + " than the one of "
                + Words.number(opened)
                + ": another client, with its own pool.");
  }

  private static Finding route(Timeline opened, Timeline other, String theirs, String ours) {
    return Finding.observed(opened, Cause.DIFFERENT_ROUTE)
        .saw(
            Words.number(other)
                + " was there, but "
                + theirs
                + ", and "
                + Words.number(opened)
                + " "
                + ours
                + ".")
        .excusedIf(true);
  }

  private static Finding orphan(Context context, Timeline opened, Timeline idle) {
    long alike = context.orphans().stream().filter(o -> TlsRoute.same(o, idle)).limit(2).count();
    boolean alone = alike < 2;
    if (alone && opened.count() > 1) {
      return Finding.inferred(opened, Cause.SEPARATE_POOLS)
          .saw(
              Words.number(opened)
                  + " was used again, so the client does pool. The idle one may belong to another"
                  + " client, or carry a response that is not over.")
          .orElse(Cause.LEAKED_RESPONSE, Cause.NEW_CLIENT_PER_CALL);
    }
    if (TlsTickets.passedUp(context, opened)) {
      return newContext(opened);
    }
    // A stream without events, or a WebSocket, rests like this; several in a row hardly do.
    boolean proven = !alone && idle.count() == 1 && opened.count() == 1;
    if (context.library().severalPools(idle)) {
      return Finding.inferred(opened, Cause.NEW_CLIENT_PER_CALL)
          .saw(
              Words.times(context.library().pools(idle), "connection pool")
                  + " stand behind the connections.")
          .orElse(Cause.POOL_KEY_DIFFERS)
          .excusedIf(!proven);
    }
    return TlsTickets.offered(opened)
        ? sameContext(opened)
            .orElse(Cause.NEW_CLIENT_PER_CALL, Cause.LEAKED_RESPONSE)
            .excusedIf(!proven)
        : Finding.inferred(opened, Cause.ORPHANED)
            .orElse(Cause.NEW_CLIENT_PER_CALL, Cause.LEAKED_RESPONSE, Cause.POOL_KEY_DIFFERS)
            .excusedIf(!proven);
  }

  static Finding sameContext(Timeline opened) {
    return Finding.inferred(opened, Cause.POOL_KEY_DIFFERS)
        .saw(
            Words.number(opened)
                + " offered to resume an earlier TLS session, so the calls share a TLS context;"
                + " their pool or its key is not the same.");
  }

  static Finding newContext(Timeline opened) {
    return Finding.inferred(opened, Cause.NEW_TLS_CONTEXT_PER_CALL)
        .saw(
            Words.number(opened)
                + " offered no TLS session to resume, although the server had given one before: its"
                + " client did not know of it.")
        .orElse(Cause.NEW_CLIENT_PER_CALL);
  }

  private static boolean tls(Timeline timeline) {
    return TlsRoute.tls(timeline).isPresent();
  }

  private static String words(Timeline timeline) {
    return tls(timeline) ? "is" : "is not";
  }

  private static String name(Timeline timeline) {
    return TlsRoute.name(timeline)
        .map(name -> "asked for the server name " + name)
        .orElse("asked for no server name");
  }
}
