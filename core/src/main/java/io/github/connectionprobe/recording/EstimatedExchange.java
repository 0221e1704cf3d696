package io.github.connectionprobe.recording;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * What is taken for one exchange on a connection that cannot be read: the client sent, and then the
 * server did.
 *
 * @param start when the client began to send
 * @param lastByte when the server last sent something before the client began anew; empty while it
 *     has sent nothing. Whether the response was complete by then cannot be known.
 */
public record EstimatedExchange(Duration start, Optional<Duration> lastByte) {

  /** Checks that nothing is missing. */
  public EstimatedExchange {
    requireNonNull(start, "start");
    requireNonNull(lastByte, "lastByte");
  }
}
