package io.github.connectionprobe.recording;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How a TLS handshake came to nothing.
 *
 * @param by the peer that gave up
 * @param detail what it did, such as {@code the alert certificate_unknown} or {@code an encrypted
 *     alert}
 * @param at when it was observed, from the start of the recording
 */
public record TlsFailure(Side by, String detail, Duration at) {

  /** Checks that nothing is missing. */
  public TlsFailure {
    requireNonNull(by, "by");
    requireNonNull(detail, "detail");
    requireNonNull(at, "at");
  }
}
