package io.github.connectionprobe.recording;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * One peer ending a connection: who, how, when, and what the connection was doing.
 *
 * @param by the peer that sent the FIN or RST
 * @param kind FIN or RST
 * @param phase what the connection was doing at that moment
 * @param at when it was observed, from the start of the recording
 * @param idleBefore how long no byte had moved in either direction, counted from the opening of the
 *     connection where none ever had
 */
public record ConnectionEnd(Side by, EndKind kind, Phase phase, Duration at, Duration idleBefore) {

  /** Checks that nothing is missing. */
  public ConnectionEnd {
    requireNonNull(by, "by");
    requireNonNull(kind, "kind");
    requireNonNull(phase, "phase");
    requireNonNull(at, "at");
    requireNonNull(idleBefore, "idleBefore");
  }
}
