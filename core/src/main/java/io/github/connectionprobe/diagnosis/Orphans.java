package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Connections left idle for good. A new client for every call, a response that is never closed and
 * a pool whose key differs leave the same picture on the wire; what tells them apart lies
 * elsewhere.
 */
final class Orphans {

  private Orphans() {}

  static Finding find(Context context, Timeline opened, Timeline idle) {
    return undecided(context, opened, idle)
        .markedAt(new Mark(idle.number(), 0, "never used again"));
  }

  /** Returns true where the client's socket still holds bytes of the response before. */
  static boolean leftUnread(Context context, Timeline opened, Timeline idle) {
    return context.unread().of(idle) > 0 && !idle.usedAfter(opened.opened);
  }

  /** No pool has a connection back before its response was read, whoever else is at fault. */
  static Finding leaked(Context context, Timeline opened, Timeline idle) {
    RecordedExchange last = idle.last().orElseThrow();
    String waits =
        Words.waiting(context.unread().of(idle), "response " + last.id())
            + " unread in the client's socket.";
    Mark mark = new Mark(idle.number(), last.number(), "never read");
    return context.library().severalPools(idle)
        ? severalPools(context.library(), opened, idle)
            .saw(waits)
            .orElse(Cause.LEAKED_RESPONSE)
            .markedAt(mark)
        : Finding.observed(opened, Cause.LEAKED_RESPONSE).saw(waits).markedAt(mark);
  }

  private static Finding severalPools(Library library, Timeline opened, Timeline idle) {
    return Finding.inferred(opened, Cause.NEW_CLIENT_PER_CALL)
        .saw(
            Words.times(library.pools(idle), "connection pool") + " stand behind the connections.");
  }

  private static Finding undecided(Context context, Timeline opened, Timeline idle) {
    Library library = context.library();
    // A response that is never closed keeps its stream, and nobody out of the connection.
    boolean body = context.orphansHadBodies() && !idle.multiplexed();
    if (idle.connection.relayingFrom(Side.SERVER) > 0 && !idle.multiplexed()) {
      return Finding.inferred(opened, Cause.LEAKED_RESPONSE)
          .saw(
              idle.connection.relayingFrom(Side.SERVER)
                  + " bytes of its last response still wait for the client to read them.");
    }
    if (TlsTickets.passedUp(context, opened)) {
      return TlsSelections.newContext(opened);
    }
    if (library.severalPools(idle)) {
      return severalPools(library, opened, idle).orElse(Cause.POOL_KEY_DIFFERS);
    }
    Optional<Timeline> evicted = context.evictedOrphan();
    if (evicted.isPresent()) {
      return Finding.inferred(opened, Cause.POOL_KEY_DIFFERS)
          .saw(
              "The client ended "
                  + Words.number(evicted.get())
                  + " when it opened a later connection, so it was in the pool all the time.")
          .orElse(Cause.POOL_FULL_EVICTION, Cause.NEW_CLIENT_PER_CALL);
    }
    boolean perProcess = library.of(idle).onePoolPerProcess();
    boolean offered = TlsTickets.offered(opened);
    // A socket factory of its own for each call is what splits the pool of the whole process.
    boolean onePool = library.onePool(idle) || (perProcess && !offered);
    if (onePool && body) {
      return Finding.inferred(opened, Cause.LEAKED_RESPONSE)
          .saw("All calls share one connection pool, and every response left behind has a body.")
          .orElse(Cause.POOL_KEY_DIFFERS);
    }
    if (onePool) {
      return Finding.inferred(opened, Cause.POOL_KEY_DIFFERS)
          .saw("All calls share one connection pool, and a response without a body cannot leak.");
    }
    if (offered) {
      List<Cause> others = new ArrayList<>();
      if (!perProcess) {
        others.add(Cause.NEW_CLIENT_PER_CALL);
      }
      if (body) {
        others.add(Cause.LEAKED_RESPONSE);
      }
      return TlsSelections.sameContext(opened).orElse(others.toArray(Cause[]::new));
    }
    Finding finding = Finding.inferred(opened, Cause.ORPHANED);
    return body
        ? finding
            .orElse(Cause.NEW_CLIENT_PER_CALL, Cause.LEAKED_RESPONSE, Cause.POOL_KEY_DIFFERS)
            .next(
                "Let the server answer with an empty body. If one connection then does, responses"
                    + " are not closed; if not, look for the place that creates the client.")
        : finding
            .orElse(Cause.NEW_CLIENT_PER_CALL, Cause.POOL_KEY_DIFFERS)
            .next("Look for the place that creates the client: is it passed once, or every call?");
  }
}
