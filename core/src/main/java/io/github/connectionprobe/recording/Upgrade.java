package io.github.connectionprobe.recording;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The moment from which a connection no longer carries HTTP/1: a 101 response (RFC 9110 §7.8) or a
 * successful CONNECT (§9.3.6).
 *
 * @param exchange the number of the exchange that asked for it
 * @param protocol the protocol switched to, or {@code tunnel} for CONNECT
 * @param at when the response's head was complete, from the start of the recording
 */
public record Upgrade(long exchange, String protocol, Duration at) {

  /** Checks that nothing is missing. */
  public Upgrade {
    requireNonNull(protocol, "protocol");
    requireNonNull(at, "at");
  }
}
