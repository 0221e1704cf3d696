package io.github.connectionprobe.observer.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.connectionprobe.observer.Ascii;
import io.github.connectionprobe.observer.Authority;
import io.github.connectionprobe.recording.FramingHeaders;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the field lines of one message (RFC 9112 §5) as a bystander should: bare line feeds, folded
 * lines, blanks before the colon and lines without one are what the peers have to agree on, not a
 * reason to look away.
 */
final class FieldParser {

  /** No real field that is recorded comes near; a recording holds many of them. */
  private static final int LONGEST_VALUE = 1_000;

  /** Only nonsense repeats these fields more often than that. */
  private static final int MOST_FIELDS = 64;

  private final FramingHeaders.Builder headers = FramingHeaders.builder();
  private int kept;
  private long contentLength = Fields.ABSENT;
  private Fields.Coding coding = Fields.Coding.NONE;

  private FieldParser() {}

  /** Reads the lines between the two indexes, the empty one at their end included. */
  static Fields parse(byte[] bytes, int from, int to) {
    FieldParser parser = new FieldParser();
    int next = from;
    while (next < to) {
      next = parser.line(bytes, next, to);
    }
    return new Fields(parser.headers.build(), parser.contentLength, parser.coding);
  }

  /** Reads one line with those folded into it, and returns where the next one begins. */
  private int line(byte[] bytes, int from, int to) {
    int firstEnd = endOfLine(bytes, from, to);
    int end = firstEnd;
    while (end < to && Ascii.isBlank(bytes[end])) {
      end = endOfLine(bytes, end, to);
    }
    if (FieldNames.mayBegin(bytes[from])) {
      int nameEnd = from;
      while (Ascii.isToken(bytes[nameEnd])) {
        nameEnd++;
      }
      int colon = Ascii.skipBlanks(bytes, nameEnd, firstEnd);
      String name = bytes[colon] == ':' ? FieldNames.find(bytes, from, nameEnd) : null;
      if (name != null) {
        int value = Ascii.skipBlanks(bytes, colon + 1, firstEnd);
        field(name, value(bytes, value, end, end > firstEnd));
      }
    }
    return end;
  }

  private static int endOfLine(byte[] bytes, int from, int to) {
    return Math.min(LineFeeds.next(bytes, from, to) + 1, to);
  }

  private static String value(byte[] bytes, int from, int lineEnd, boolean folded) {
    int end = Ascii.trimmedEnd(bytes, from, lineEnd);
    String value = new String(bytes, from, end - from, ISO_8859_1);
    return folded ? value.replaceAll("[ \t\r\n]*\n[ \t\r\n]*", " ").strip() : value;
  }

  private void field(String name, String value) {
    switch (name) {
      case "content-length" -> contentLength(value);
      case "transfer-encoding" -> transferEncoding(value);
      default -> {}
    }
    if (kept++ < MOST_FIELDS) {
      headers.add(name, recordable(name, value));
    }
  }

  private static String recordable(String name, String value) {
    String kept = name.equals("host") ? Authority.hostAndPort(value) : value;
    return kept.length() > LONGEST_VALUE ? kept.substring(0, LONGEST_VALUE) + "…" : kept;
  }

  /** Several equal lengths, in one line or many, are one (RFC 9112 §6.3). */
  private void contentLength(String value) {
    int from = 0;
    while (from <= value.length()) {
      int comma = value.indexOf(',', from);
      int to = comma < 0 ? value.length() : comma;
      long length = number(value, from, to);
      if (contentLength == Fields.ABSENT || length == Fields.UNREADABLE) {
        contentLength = length;
      } else if (contentLength != Fields.UNREADABLE && contentLength != length) {
        contentLength = Fields.CONTRADICTORY;
      }
      from = to + 1;
    }
  }

  private static long number(String text, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && text.charAt(start) <= ' ') {
      start++;
    }
    while (end > start && text.charAt(end - 1) <= ' ') {
      end--;
    }
    // 18 digits are an exabyte, and always fit.
    if (start == end || end - start > 18) {
      return Fields.UNREADABLE;
    }
    long number = 0;
    for (int i = start; i < end; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return Fields.UNREADABLE;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** Only the last coding tells where the body ends (RFC 9112 §6.3). */
  private void transferEncoding(String value) {
    int end = value.length();
    @Nullable String last = null;
    while (last == null && end >= 0) {
      int comma = value.lastIndexOf(',', end - 1);
      String member = value.substring(comma + 1, end).strip();
      last = member.isEmpty() ? null : member.toLowerCase(Locale.ROOT);
      end = comma;
    }
    if (last != null) {
      coding =
          switch (last) {
            case "chunked" -> Fields.Coding.CHUNKED;
            case "identity" -> Fields.Coding.NONE;
            default -> Fields.Coding.OTHER;
          };
    }
  }
}
