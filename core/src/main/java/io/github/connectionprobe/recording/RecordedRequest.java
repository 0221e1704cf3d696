package io.github.connectionprobe.recording;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The request of an exchange.
 *
 * @param method the method, such as {@code GET}
 * @param path the request target without query, fragment and user information; {@code *} and the
 *     {@code host:port} of a CONNECT stand as sent
 * @param version the protocol version as sent, such as {@code HTTP/1.1}
 * @param headers the framing headers
 * @param framing how the end of the body is known
 * @param bodyBytes bytes of the body seen so far, without chunk framing
 * @param firstByte when its first byte was seen, from the start of the recording
 * @param lastByte when its last byte so far was seen
 * @param complete whether it arrived to its end
 */
public record RecordedRequest(
    String method,
    String path,
    String version,
    FramingHeaders headers,
    BodyFraming framing,
    long bodyBytes,
    Duration firstByte,
    Duration lastByte,
    boolean complete) {

  /** Checks that nothing is missing. */
  public RecordedRequest {
    requireNonNull(method, "method");
    requireNonNull(path, "path");
    requireNonNull(version, "version");
    requireNonNull(headers, "headers");
    requireNonNull(framing, "framing");
    requireNonNull(firstByte, "firstByte");
    requireNonNull(lastByte, "lastByte");
  }

  /**
   * Returns whether the request allows the connection to be used again (RFC 9112 §9.3): HTTP/1.1
   * unless it says {@code close}, HTTP/1.0 only where it says {@code keep-alive}.
   */
  public boolean keepsAlive() {
    return KeepAlive.allowedBy(version, headers);
  }
}
