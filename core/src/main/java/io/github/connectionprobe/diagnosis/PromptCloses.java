package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.diagnosis.Timeline.State;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Connections that the client ended right after a complete response. */
final class PromptCloses {

  /** Clients that close a connection whose response the caller closes unread. */
  private static final Set<ClientLibrary> CLOSE_WHEN_UNREAD =
      Set.of(
          ClientLibrary.APACHE_4,
          ClientLibrary.JDK_HTTP_CLIENT,
          ClientLibrary.HTTP_URL_CONNECTION,
          ClientLibrary.AWS_SDK,
          ClientLibrary.GO,
          ClientLibrary.UNKNOWN);

  private PromptCloses() {}

  static Finding find(
      Context context, Timeline opened, Timeline gone, RecordedExchange last, long idle) {
    String closed = ClientCloses.closed(gone, last, idle);
    Finding finding;
    if (sameUsage(context, gone)) {
      finding =
          Finding.inferred(opened, Cause.CLIENT_MAX_USAGE)
              .saw(closed)
              .saw(
                  "It did so on every connection that it replaced, each time after "
                      + gone.connection.exchangeCount()
                      + " exchanges.");
    } else if (closesByStatus(context, last)) {
      int status = status(last);
      finding =
          Finding.inferred(opened, Cause.CLOSED_ON_STATUS)
              .saw(closed)
              .saw("Its status was " + status + "; no connection was closed after a success.")
              .orElse(
                  closedByTheCollector(opened, gone)
                      ? new Cause[] {
                        Cause.LEAKED_RESPONSE, Cause.UNREAD_BODY, Cause.CLIENT_CLOSED_AFTER_RESPONSE
                      }
                      : new Cause[] {Cause.UNREAD_BODY, Cause.CLIENT_CLOSED_AFTER_RESPONSE})
              .excusedIf(status < 400 || status == 401 || status == 407);
    } else if (unread(context.library().of(gone), gone)) {
      finding =
          Finding.inferred(opened, Cause.UNREAD_BODY)
              .saw(closed)
              .saw(
                  "A RST after a complete response means that the client had not read all of its "
                      + Words.times(last.response().orElseThrow().bodyBytes(), "byte")
                      + ".")
              .orElse(Cause.CLIENT_CLOSED_AFTER_RESPONSE);
    } else if (context.peak() > 1 && othersKept(context, gone)) {
      finding =
          Finding.inferred(opened, Cause.POOL_OVERFLOW)
              .saw(closed)
              .saw("Other connections of the same burst stayed open and idle.")
              .orElse(Cause.CLIENT_CLOSED_AFTER_RESPONSE);
    } else {
      finding = unpooled(context, opened, gone).saw(closed);
    }
    return finding.markedAt(gone);
  }

  /** The client closed it and nothing says why: the JVM may know, the wire does not. */
  private static Finding unpooled(Context context, Timeline opened, Timeline gone) {
    Library library = context.library();
    if (TlsTickets.passedUp(context, opened)) {
      return TlsSelections.newContext(opened);
    }
    if (library.severalPools(gone)) {
      return Finding.inferred(opened, Cause.NEW_CLIENT_PER_CALL)
          .saw(
              Words.times(library.pools(gone), "connection pool")
                  + " stand behind the connections.")
          .orElse(Cause.REUSE_DISABLED);
    }
    boolean maybeUnread =
        gone.endedWithBody() && CLOSE_WHEN_UNREAD.contains(context.library().of(gone));
    if (library.neverMoreThanOnePool(gone) && !maybeUnread) {
      return Finding.inferred(opened, Cause.REUSE_DISABLED)
          .saw("There is one connection pool, so it is not a new client for every call.");
    }
    List<Cause> others = new ArrayList<>();
    if (!library.neverMoreThanOnePool(gone) && !library.of(gone).onePoolPerProcess()) {
      others.add(Cause.NEW_CLIENT_PER_CALL);
    }
    others.add(Cause.REUSE_DISABLED);
    if (maybeUnread) {
      others.add(Cause.UNREAD_BODY);
    }
    if (closedByTheCollector(opened, gone)) {
      others.add(Cause.LEAKED_RESPONSE);
    }
    return Finding.observed(opened, Cause.CLIENT_CLOSED_AFTER_RESPONSE)
        .orElse(others.toArray(Cause[]::new))
        .next(
            "Look at where the client is created and closed: one client for all calls, or one for"
                + " each?");
  }

  /** A response that is never closed stays open until the garbage collector finds it. */
  private static boolean closedByTheCollector(Timeline opened, Timeline gone) {
    return gone.endedWithBody() && gone.end(Side.CLIENT) - opened.opened > Grace.RELEASE;
  }

  private static boolean sameUsage(Context context, Timeline gone) {
    return context.habits().exchangesEach() > 1
        && context.habits().exchangesEach() == gone.connection.exchangeCount();
  }

  private static boolean closesByStatus(Context context, RecordedExchange last) {
    return status(last) >= 300 && !context.habits().afterSuccess();
  }

  private static boolean unread(ClientLibrary library, Timeline gone) {
    boolean reset =
        gone.connection.ends().stream()
            .anyMatch(end -> end.by() == Side.CLIENT && end.kind() == EndKind.RST);
    // Apache HttpClient 5 resets connections that it has read to the end, too.
    return gone.endedWithBody()
        && (gone.connection.relayingFrom(Side.SERVER) > 0
            || (reset && library != ClientLibrary.APACHE_5));
  }

  private static boolean othersKept(Context context, Timeline gone) {
    long end = gone.end(Side.CLIENT);
    return context.timelines().stream()
        .anyMatch(
            other ->
                other != gone
                    && other.observed()
                    && other.opened < end
                    && other.state(end) != State.LOST
                    && stayed(other, end));
  }

  private static boolean stayed(Timeline other, long end) {
    return other.usedAfter(end)
        || (other.state(end) == State.IDLE && other.lost() - end > Grace.PROMPT);
  }

  private static int status(RecordedExchange exchange) {
    return exchange.response().orElseThrow().status();
  }
}
