package io.github.connectionprobe.observer.http1;

import io.github.connectionprobe.observer.Ascii;

/**
 * The first line of a request (RFC 9112 §3), without what must not be recorded of its target.
 *
 * @param method any token
 * @param path see {@link RequestTarget}
 * @param version such as {@code HTTP/1.1}
 */
record RequestLine(String method, String path, String version) {

  /** Stands in for a line of which only a part has arrived. */
  static final RequestLine UNFINISHED = new RequestLine("?", "?", "?");

  private static final int LONGEST_METHOD = 100;

  private static final String[] USUAL_METHODS = {
    "GET", "POST", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS", "CONNECT"
  };

  /**
   * Refuses the beginning of a line that can no longer become a request line.
   *
   * @throws NotHttp1Exception where it cannot
   */
  static void checkBeginning(byte[] bytes, int length) {
    if (!Ascii.isToken(bytes[0])) {
      throw notHttp1(bytes, length);
    }
  }

  /**
   * Reads a line, its line break included.
   *
   * @throws NotHttp1Exception where it is not the first line of an HTTP/1 request
   */
  static RequestLine parse(byte[] bytes, int length) {
    int end = Ascii.trimmedEnd(bytes, 0, length);
    int methodEnd = 0;
    while (methodEnd < end && Ascii.isToken(bytes[methodEnd])) {
      methodEnd++;
    }
    int target = Ascii.skipBlanks(bytes, methodEnd, end);
    int version = end - HttpVersion.LENGTH;
    int targetEnd = Ascii.trimmedEnd(bytes, target, version);
    boolean wellFormed =
        methodEnd > 0
            && target > methodEnd
            && targetEnd > target
            && targetEnd < version
            && HttpVersion.isAt(bytes, version);
    if (!wellFormed) {
      throw notHttp1(bytes, length);
    }
    String method = method(bytes, methodEnd);
    boolean connect = method.equals("CONNECT");
    return new RequestLine(
        method,
        RequestTarget.path(bytes, target, targetEnd, connect),
        HttpVersion.at(bytes, version));
  }

  private static String method(byte[] bytes, int end) {
    for (String usual : USUAL_METHODS) {
      if (usual.length() == end && equal(usual, bytes)) {
        return usual;
      }
    }
    return Ascii.text(bytes, 0, end, LONGEST_METHOD);
  }

  private static boolean equal(String text, byte[] bytes) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private static NotHttp1Exception notHttp1(byte[] bytes, int length) {
    return new NotHttp1Exception(
        "the request line is not HTTP/1: " + Ascii.beginning(bytes, length));
  }
}
