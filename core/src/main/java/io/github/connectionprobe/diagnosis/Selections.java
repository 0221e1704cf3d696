package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.RecordedResponse;
import io.github.connectionprobe.recording.Side;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Why an idle connection was passed over. */
final class Selections {

  /** How long HttpURLConnection keeps an idle connection where the server gives no hint. */
  private static final long URL_CONNECTION_IDLE = TimeUnit.SECONDS.toNanos(5);

  private Selections() {}

  static Finding find(Context context, Timeline opened, Timeline idle) {
    long span = opened.opened - idle.idleSince(opened.opened);
    if (!context.route().same(opened, idle)) {
      return elsewhere(context, opened, idle);
    }
    if (opened.multiplexed()) {
      return Http2Selections.find(context, opened, idle);
    }
    if (idle.exchanges().isEmpty()) {
      return carriedOver(opened, idle);
    }
    String seen =
        Words.number(idle)
            + " was open and had been idle for "
            + Words.span(span)
            + " when "
            + Words.number(opened)
            + " was opened";
    if (idle.unread()) {
      return notRead(opened, idle);
    }
    if (Orphans.leftUnread(context, opened, idle)) {
      return Orphans.leaked(context, opened, idle).saw(seen + ".");
    }
    if (span >= lifetime(context, idle)) {
      return Finding.inferred(opened, Cause.EXPIRED_NOT_YET_CLOSED)
          .saw(seen + ", which is as long as client and server had agreed to keep it.");
    }
    if (idle.usedAfter(opened.opened)) {
      return Finding.inferred(opened, Cause.SEPARATE_POOLS)
          .saw(seen + ", and was used again later: it was in a pool, though not in this one.")
          .orElse(Cause.POOL_KEY_DIFFERS, Cause.RELEASE_RACE);
    }
    if (maybeInUse(context, opened, idle)) {
      return Finding.inferred(opened, Cause.SEPARATE_POOLS)
          .saw(seen + ", and was not used again.")
          .saw(
              Words.number(opened)
                  + " was used again, so the client does pool. The idle one may belong to another"
                  + " client, or have been in use for longer than can be seen.")
          .orElse(Cause.LEAKED_RESPONSE, Cause.NEW_CLIENT_PER_CALL);
    }
    seen += ", and was never used again.";
    if (boundToUser(idle) || boundToUser(opened)) {
      return Finding.inferred(opened, Cause.STATEFUL_AUTH)
          .saw(seen)
          .saw("Its exchanges authenticate with NTLM or Negotiate, which bind a connection.")
          .orElse(Cause.NEW_CLIENT_PER_CALL, Cause.LEAKED_RESPONSE);
    }
    return Orphans.find(context, opened, idle).saw(seen);
  }

  static Finding carriedOver(Timeline opened, Timeline earlier) {
    return Finding.inferred(opened, Cause.CARRIED_OVER)
        .saw(
            Words.number(earlier)
                + " was opened before this window and served nothing in it; it may belong to"
                + " another test.");
  }

  private static Finding elsewhere(Context context, Timeline opened, Timeline idle) {
    if (context.route().sameHost(opened, idle)) {
      return Finding.inferred(opened, Cause.SEPARATE_POOLS)
          .saw(
              Words.number(idle)
                  + " was idle, but its User-Agent is not the one of "
                  + Words.number(opened)
                  + ": another client, with its own pool.");
    }
    String mine = Route.hostOf(opened);
    String other = Route.hostOf(idle);
    return Finding.observed(opened, Cause.DIFFERENT_ROUTE)
        .saw(
            Words.number(idle)
                + " was idle, but it served \"Host: "
                + other
                + "\" and "
                + Words.number(opened)
                + " was opened for \"Host: "
                + mine
                + "\".")
        .excusedIf(!Route.aliases(mine, other));
  }

  private static Finding notRead(Timeline opened, Timeline idle) {
    return Finding.inferred(opened, Cause.RESPONSE_NOT_READ)
        .saw(
            "The response "
                + idle.last().map(RecordedExchange::id).orElse("")
                + " stands still: "
                + idle.connection.relayingFrom(Side.SERVER)
                + " bytes of it wait for the client to read them.")
        .orElse(Cause.LEAKED_RESPONSE)
        .markedAt(idle);
  }

  /**
   * One connection left idle, by a client that pools, proves no fault: a response read piece by
   * piece, with other calls in between, looks the same, and so does a pool that had it back late.
   */
  private static boolean maybeInUse(Context context, Timeline opened, Timeline idle) {
    RecordedResponse response = idle.last().flatMap(RecordedExchange::response).orElseThrow();
    long alike =
        context.orphans().stream().filter(o -> context.route().same(o, idle)).limit(2).count();
    boolean read = response.bodyBytes() > 0 && response.status() < 300;
    return alike == 1 && opened.connection.reused() && (read || context.library().mayRace(idle));
  }

  private static long lifetime(Context context, Timeline idle) {
    long told =
        idle.last()
            .flatMap(RecordedExchange::response)
            .map(response -> KeepAliveField.of(response).timeoutNanos())
            .orElse(Long.MAX_VALUE);
    boolean defaults = context.library().of(idle) == ClientLibrary.HTTP_URL_CONNECTION;
    return told == Long.MAX_VALUE && defaults ? URL_CONNECTION_IDLE : told;
  }

  private static boolean boundToUser(Timeline timeline) {
    return timeline.exchanges().stream()
        .flatMap(
            exchange ->
                Stream.concat(
                    Stream.of(exchange.request().headers()),
                    exchange.response().map(RecordedResponse::headers).stream()))
        .flatMap(
            headers ->
                Stream.of(
                        "authorization",
                        "proxy-authorization",
                        "www-authenticate",
                        "proxy-authenticate")
                    .flatMap(name -> headers.all(name).stream()))
        .anyMatch(s -> s.equalsIgnoreCase("ntlm") || s.equalsIgnoreCase("negotiate"));
  }
}
