package io.github.connectionprobe.observer.http2;

import io.github.connectionprobe.observer.Authority;
import io.github.connectionprobe.observer.http2.HpackTable.Field;
import io.github.connectionprobe.recording.FramingHeaders;
import org.jspecify.annotations.Nullable;

/** What is recorded of one header block. */
final class Fields {

  /** As for HTTP/1: enough to know a path or value again. */
  private static final int LONGEST_PATH = 2_000;

  private static final int LONGEST_VALUE = 1_000;
  private static final int MOST_FIELDS = 64;

  /** One byte may stand for a field of many thousand; nobody sends that many of them in earnest. */
  private static final int LARGEST_LIST = 1 << 20;

  private final FramingHeaders.Builder headers = FramingHeaders.builder();
  private long size;
  private int kept;
  private @Nullable String authority;
  private String method = "?";
  private String path = "";
  private int status;
  private boolean hasLength;

  /** Takes a field; of a list too long for any peer, no more. */
  void add(Field field) {
    size += field.size();
    if (size > LARGEST_LIST) {
      return;
    }
    switch (field.name()) {
      case ":method" -> method = cut(field.value(), LONGEST_VALUE);
      case ":path" -> path = withoutQuery(field.value());
      case ":status" -> status = number(field.value());
      case ":authority" -> {
        authority = Authority.hostAndPort(field.value());
        keep("host", authority);
      }
      case "host" -> {
        // A proxy may send both (RFC 9113 §8.3.1); the two have to be equal.
        if (authority == null) {
          keep("host", Authority.hostAndPort(field.value()));
        }
      }
      case "content-length" -> {
        hasLength = true;
        keep(field.name(), field.value());
      }
      default -> keep(field.name(), field.value());
    }
  }

  private void keep(String name, String value) {
    if (kept < MOST_FIELDS && isRecorded(name)) {
      kept++;
      headers.add(name, cut(value, LONGEST_VALUE));
    }
  }

  private static boolean isRecorded(String name) {
    return FramingHeaders.KEPT.contains(name) || FramingHeaders.SCHEME_ONLY.contains(name);
  }

  FramingHeaders headers() {
    return headers.build();
  }

  String method() {
    return method;
  }

  /** Returns the path; of a CONNECT, which has none, the authority (RFC 9113 §8.5). */
  String path() {
    if (!path.isEmpty()) {
      return path;
    }
    return authority == null || authority.isEmpty() ? "?" : cut(authority, LONGEST_PATH);
  }

  /** Returns the status, or 0 where there is none. */
  int status() {
    return status;
  }

  boolean hasLength() {
    return hasLength;
  }

  private static int number(String status) {
    int number = 0;
    for (int i = 0; i < status.length(); i++) {
      int digit = status.charAt(i) - '0';
      if (digit < 0 || digit > 9 || i == 3) {
        return 0;
      }
      number = number * 10 + digit;
    }
    return number < 100 ? 0 : number;
  }

  private static String withoutQuery(String path) {
    int end = path.length();
    for (int i = 0; i < end; i++) {
      if (path.charAt(i) == '?' || path.charAt(i) == '#') {
        end = i;
      }
    }
    return cut(path.substring(0, end), LONGEST_PATH);
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "…";
  }
}
