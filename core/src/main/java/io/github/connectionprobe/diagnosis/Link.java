package io.github.connectionprobe.diagnosis;

import java.util.Optional;

/**
 * One connection opened, and the earlier one that would have served in its place.
 *
 * @param opened the connection opened
 * @param kind what the earlier one was at that moment
 * @param earlier the earlier one, where there is one
 */
record Link(Timeline opened, Kind kind, Optional<Timeline> earlier) {

  enum Kind {
    /** None was free: the connection widened the pool. */
    ADDED,
    /** None was free for sure, though one had just fallen idle. */
    RACED,
    /** An idle one was there. */
    IDLE,
    /** The one that would have served was gone. */
    LOST,
    /** Nothing was ever sent on the connection opened. */
    UNUSED,
    /** The connection opened led nowhere. */
    UNREACHABLE,
    /** The connection opened never came to the end of its TLS handshake. */
    FAILED,
    /** The connection opened cannot be looked into. */
    OPAQUE
  }

  static Link of(Timeline opened, Kind kind) {
    return new Link(opened, kind, Optional.empty());
  }

  /** Returns true where the connection, as the client saw it, was needed. */
  boolean added() {
    return kind == Kind.ADDED || kind == Kind.RACED;
  }
}
