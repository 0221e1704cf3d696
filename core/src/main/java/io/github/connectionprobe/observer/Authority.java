package io.github.connectionprobe.observer;

/** What is recorded of an authority, be it in {@code Host} or in {@code :authority}. */
public final class Authority {

  private Authority() {}

  /**
   * Returns host and port: without user information, which has no place there (RFC 9110 §4.2.4),
   * and without a path or a query, which has none either. That does not keep them from being there.
   */
  public static String hostAndPort(String given) {
    int start = given.lastIndexOf('@') + 1;
    int end = start;
    while (end < given.length() && "/?#".indexOf(given.charAt(end)) < 0) {
      end++;
    }
    return given.substring(start, end);
  }
}
