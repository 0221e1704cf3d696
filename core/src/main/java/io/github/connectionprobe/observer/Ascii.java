package io.github.connectionprobe.observer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** The character classes of RFC 9110 §5.6 and other small matters of bytes that are text. */
public final class Ascii {

  private static final boolean[] TOKEN = new boolean[128];

  static {
    for (char c = '!'; c < 0x7f; c++) {
      TOKEN[c] = "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }
  }

  private Ascii() {}

  /** Returns true for a byte that may stand in a method or a field name. */
  public static boolean isToken(byte b) {
    return b >= 0 && TOKEN[b];
  }

  public static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  /** Returns true for what may end a line or stand at its end unseen. */
  public static boolean isBlankOrBreak(byte b) {
    return isBlank(b) || b == '\r' || b == '\n';
  }

  public static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
  }

  /** Returns the value of a hexadecimal digit, or -1. */
  public static int hex(byte b) {
    return Character.digit((char) (b & 0xff), 16);
  }

  /** Returns the index behind the last byte that is neither blank nor break. */
  public static int trimmedEnd(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from && isBlankOrBreak(bytes[end - 1])) {
      end--;
    }
    return end;
  }

  /** Returns the index of the first byte that is not blank. */
  public static int skipBlanks(byte[] bytes, int from, int to) {
    int start = from;
    while (start < to && isBlank(bytes[start])) {
      start++;
    }
    return start;
  }

  /** Returns the bytes as text, cut with an ellipsis where there are more than {@code max}. */
  public static String text(byte[] bytes, int from, int to, int max) {
    if (to - from <= max) {
      return new String(bytes, from, to - from, ISO_8859_1);
    }
    return new String(bytes, from, max, ISO_8859_1) + "…";
  }

  /**
   * Names the beginning of a line that should have been something else. Lines that are out of place
   * may be bodies and hold secrets, so that only a version or a single character is shown.
   */
  public static String beginning(byte[] bytes, int length) {
    if (length >= 8 && new String(bytes, 0, 5, ISO_8859_1).equals("HTTP/")) {
      boolean version = bytes[6] == '.' && hex(bytes[5]) >= 0 && hex(bytes[7]) >= 0;
      return version
          ? "it begins with " + new String(bytes, 0, 8, ISO_8859_1)
          : "it begins with HTTP/";
    }
    byte first = bytes[0];
    return first > ' ' && first < 0x7f
        ? "it begins with '" + (char) first + "'"
        : String.format("it begins with the byte 0x%02x", first & 0xff);
  }
}
