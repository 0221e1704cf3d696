package io.github.connectionprobe.observer.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** The version in a start line (RFC 9112 §2.3). */
final class HttpVersion {

  /** The length of {@code HTTP/1.1}. */
  static final int LENGTH = 8;

  /** The length of {@code HTTP/}. */
  static final int NAME_LENGTH = 5;

  private static final byte[] PREFIX = "HTTP/1.".getBytes(ISO_8859_1);

  private HttpVersion() {}

  /** Returns true where the bytes from the index are an HTTP/1 version. */
  static boolean isAt(byte[] bytes, int index) {
    return index >= 0
        && startsLike(bytes, index, LENGTH)
        && bytes[index + 7] >= '0'
        && bytes[index + 7] <= '9';
  }

  /** Returns true where the bytes present may be the beginning of an HTTP/1 version. */
  static boolean startsLike(byte[] bytes, int index, int present) {
    for (int i = 0; i < Math.min(present, PREFIX.length); i++) {
      if (bytes[index + i] != PREFIX[i]) {
        return false;
      }
    }
    return true;
  }

  /** Returns the version that {@link #isAt} found. */
  static String at(byte[] bytes, int index) {
    byte minor = bytes[index + 7];
    if (minor == '1') {
      return "HTTP/1.1";
    }
    return minor == '0' ? "HTTP/1.0" : new String(bytes, index, LENGTH, ISO_8859_1);
  }
}
