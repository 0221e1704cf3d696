package io.github.connectionprobe.diagnosis;

import java.util.HashMap;
import java.util.Map;

/** Which HTTP client stands behind a connection, and what the JVM tells of its pools. */
final class Library {

  private final JvmEvidence evidence;
  private final ClientLibrary byPools;
  private final Map<String, ClientLibrary> byAgent = new HashMap<>();

  Library(JvmEvidence evidence) {
    this.evidence = evidence;
    byPools = ClientLibrary.of(evidence);
  }

  /** Returns the library by its User-Agent, or else by the only pools that came into being. */
  ClientLibrary of(Timeline timeline) {
    String agent = timeline.last().map(Route::agent).orElse("");
    return byAgent.computeIfAbsent(
        agent,
        any -> {
          ClientLibrary told = ClientLibrary.of(any);
          return told == ClientLibrary.UNKNOWN ? byPools : told;
        });
  }

  /** Returns true where the client's own pool may lag behind a sequential caller. */
  boolean mayRace(Timeline timeline) {
    return !of(timeline).returnsBeforeResult() && !severalPools(timeline);
  }

  /** Returns true where it is one of those known for that, however seldom it shows. */
  boolean knownToRace(Timeline timeline) {
    return of(timeline).returnsAfterResult();
  }

  /** Returns true where the JVM shows that the client made more than one pool. */
  boolean severalPools(Timeline timeline) {
    return of(timeline).counted(evidence) && pools(timeline) > 1;
  }

  /** Returns true where the JVM shows that one pool stands behind open connections. */
  boolean onePool(Timeline timeline) {
    long pools = pools(timeline);
    // No pool at all means one that is older than the baseline, or a client in another process.
    return of(timeline).counted(evidence)
        && (pools == 1 || (pools == 0 && timeline.connection.openedFrom().isPresent()))
        && of(timeline) != ClientLibrary.UNKNOWN;
  }

  /** Returns true where the JVM shows that there never was more than one pool. */
  boolean neverMoreThanOnePool(Timeline timeline) {
    // A pool holds on to its open connections, or they to it; without any it is soon collected.
    return onePool(timeline) && !evidence.collected();
  }

  long pools(Timeline timeline) {
    return of(timeline).pools(evidence);
  }
}
