package io.github.connectionprobe.observer.http1;

import io.github.connectionprobe.observer.Ascii;

/** What may be recorded of a request target (RFC 9112 §3.2), whichever of the four forms it has. */
final class RequestTarget {

  /** Enough to know a path again; a recording holds many of them. */
  static final int LONGEST_PATH = 2_000;

  private RequestTarget() {}

  /**
   * Returns the path without query, fragment and user information: of the absolute form just the
   * path, of the authority form the host and port, of the asterisk form the asterisk.
   *
   * @param connect whether the method is CONNECT, so that the target is an authority
   */
  static String path(byte[] bytes, int from, int to, boolean connect) {
    int end = firstOf(bytes, from, to, '?', '#');
    int start = from;
    if (connect) {
      start = behindUserInformation(bytes, from, firstOf(bytes, from, end, '/', '/'));
    } else if (bytes[from] != '/') {
      int slash = firstOf(bytes, from, end, '/', '/');
      boolean absolute = slash > from && bytes[slash - 1] == ':' && isSlash(bytes, slash + 1, end);
      if (absolute) {
        start = firstOf(bytes, slash + 2, end, '/', '/');
      } else {
        start = behindUserInformation(bytes, from, slash);
      }
    } else if (isSlash(bytes, from + 1, end)) {
      // A URL that lost its scheme on the way into the request line still has its authority.
      int authority = from + 2;
      int behind =
          behindUserInformation(bytes, authority, firstOf(bytes, authority, end, '/', '/'));
      start = behind == authority ? from : firstOf(bytes, behind, end, '/', '/');
    }
    return start == end ? "/" : Ascii.text(bytes, start, end, LONGEST_PATH);
  }

  private static boolean isSlash(byte[] bytes, int index, int end) {
    return index < end && bytes[index] == '/';
  }

  private static int firstOf(byte[] bytes, int from, int to, char one, char other) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == one || bytes[i] == other) {
        return i;
      }
    }
    return to;
  }

  private static int behindUserInformation(byte[] bytes, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (bytes[i] == '@') {
        return i + 1;
      }
    }
    return from;
  }
}
