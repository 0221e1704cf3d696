package io.github.connectionprobe.observer.http1;

import io.github.connectionprobe.observer.Ascii;

/**
 * The first line of a response (RFC 9112 §4), without its reason phrase.
 *
 * @param version such as {@code HTTP/1.1}
 * @param status 100 to 999
 */
record StatusLine(String version, int status) {

  /**
   * Refuses the beginning of a line that can no longer become a status line.
   *
   * @throws NotHttp1Exception where it cannot
   */
  static void checkBeginning(byte[] bytes, int length) {
    // A wrong version is told by name, for which the rest of the line is waited for.
    if (!HttpVersion.startsLike(bytes, 0, Math.min(length, HttpVersion.NAME_LENGTH))) {
      throw notHttp1(bytes, length);
    }
  }

  /**
   * Reads a line, its line break included.
   *
   * @throws NotHttp1Exception where it is not the first line of an HTTP/1 response
   */
  static StatusLine parse(byte[] bytes, int length) {
    int end = Ascii.trimmedEnd(bytes, 0, length);
    int digits = Ascii.skipBlanks(bytes, Math.min(HttpVersion.LENGTH, end), end);
    boolean wellFormed =
        end >= digits + 3
            && digits > HttpVersion.LENGTH
            && HttpVersion.isAt(bytes, 0)
            && (end == digits + 3 || Ascii.isBlank(bytes[digits + 3]));
    int status = wellFormed ? status(bytes, digits) : 0;
    if (status < 100) {
      throw notHttp1(bytes, length);
    }
    return new StatusLine(HttpVersion.at(bytes, 0), status);
  }

  private static int status(byte[] bytes, int at) {
    int status = 0;
    for (int i = at; i < at + 3; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return 0;
      }
      status = status * 10 + digit;
    }
    return status;
  }

  private static NotHttp1Exception notHttp1(byte[] bytes, int length) {
    return new NotHttp1Exception(
        "the status line is not HTTP/1: " + Ascii.beginning(bytes, length));
  }
}
