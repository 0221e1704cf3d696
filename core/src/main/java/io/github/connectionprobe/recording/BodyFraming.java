package io.github.connectionprobe.recording;

/** How the end of a message body is known (RFC 9112 §6.3). */
public enum BodyFraming {
  /** There is no body: by method, by status, or because no header announces one. */
  NONE,
  /** {@code Content-Length} states its length. */
  CONTENT_LENGTH,
  /** {@code Transfer-Encoding: chunked} marks its end. */
  CHUNKED,
  /** In HTTP/2, a frame with the flag END_STREAM is its last (RFC 9113 §8.1). */
  END_STREAM,
  /** It lasts until the server closes the connection, which therefore cannot be used again. */
  UNTIL_CLOSE,
  /** The connection turned into something else: a tunnel or an upgraded protocol. */
  UPGRADED
}
