package io.github.connectionprobe.recording;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The final response of an exchange.
 *
 * @param status the status code; 0 where the fields of an HTTP/2 response cannot be read
 * @param version the protocol version as sent, such as {@code HTTP/1.1}
 * @param headers the framing headers
 * @param framing how the end of the body is known
 * @param bodyBytes bytes of the body seen so far, without chunk framing
 * @param firstByte when its first byte was seen, from the start of the recording
 * @param lastByte when its last byte so far was seen
 * @param complete whether it arrived to its end; a response that stopped short is truncated
 */
public record RecordedResponse(
    int status,
    String version,
    FramingHeaders headers,
    BodyFraming framing,
    long bodyBytes,
    Duration firstByte,
    Duration lastByte,
    boolean complete) {

  /** Checks that nothing is missing. */
  public RecordedResponse {
    requireNonNull(version, "version");
    requireNonNull(headers, "headers");
    requireNonNull(framing, "framing");
    requireNonNull(firstByte, "firstByte");
    requireNonNull(lastByte, "lastByte");
  }

  /**
   * Returns whether the response's version and headers allow the connection to be used again (RFC
   * 9112 §9.3). A body that lasts until the connection closes does not, whatever they say: see
   * {@link #framing()}.
   */
  public boolean keepsAlive() {
    return KeepAlive.allowedBy(version, headers);
  }
}
