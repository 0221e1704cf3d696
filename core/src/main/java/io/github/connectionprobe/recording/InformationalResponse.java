package io.github.connectionprobe.recording;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * An interim response (RFC 9110 §15.2) that came before the final one, such as 100 or 103.
 *
 * @param status the status code, 100 to 199; 101 only before HTTP/2 answers what was asked in
 *     HTTP/1.1
 * @param at when it was seen, from the start of the recording
 */
public record InformationalResponse(int status, Duration at) {

  /** Checks that nothing is missing. */
  public InformationalResponse {
    requireNonNull(at, "at");
  }
}
