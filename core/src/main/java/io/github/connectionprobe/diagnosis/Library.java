package io.github.connectionprobe.diagnosis;

/** Which HTTP client stands behind a connection, and what the JVM tells of its pools. */
final class Library {

  private final JvmEvidence evidence;

  Library(JvmEvidence evidence) {
    this.evidence = evidence;
  }

  /** Returns the library by its User-Agent, or else by the only pools that came into being. */
  ClientLibrary of(Timeline timeline) {
    ClientLibrary byAgent =
        timeline.last().map(e -> ClientLibrary.of(Route.agent(e))).orElse(ClientLibrary.UNKNOWN);
    return byAgent == ClientLibrary.UNKNOWN ? ClientLibrary.of(evidence) : byAgent;
  }

  /** Returns true where the client's own pool may lag behind a sequential caller. */
  boolean mayRace(Timeline timeline) {
    return !of(timeline).returnsBeforeResult() && !severalPools(timeline);
  }

  /** Returns true where the JVM shows that the client made more than one pool. */
  boolean severalPools(Timeline timeline) {
    return pools(timeline) > 1;
  }

  /** Returns true where the JVM shows that the client made at most one pool. */
  boolean onePool(Timeline timeline) {
    long pools = pools(timeline);
    // No pool at all means one that is older than the baseline, or a client in another process.
    return evidence.gathered()
        && (pools == 1 || (pools == 0 && timeline.connection.openedFrom().isPresent()))
        && of(timeline) != ClientLibrary.UNKNOWN;
  }

  long pools(Timeline timeline) {
    return of(timeline).pools(evidence);
  }
}
