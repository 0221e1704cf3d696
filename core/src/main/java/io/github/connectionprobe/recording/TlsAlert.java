package io.github.connectionprobe.recording;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The first alert after a TLS handshake, which ends the connection for both peers (RFC 8446 §6, RFC
 * 5246 §7.2). Nearly always it is {@code close_notify}; which one it is stays encrypted.
 *
 * <pre>{@code
 * connection.tls().flatMap(TlsHandshake::alert).ifPresent(alert -> System.out.println(alert.by()));
 * }</pre>
 *
 * @param by who sent it
 * @param at when it was complete, from the start of the recording
 */
public record TlsAlert(Side by, Duration at) {

  /** Checks that nothing is missing. */
  public TlsAlert {
    requireNonNull(by, "by");
    requireNonNull(at, "at");
  }
}
