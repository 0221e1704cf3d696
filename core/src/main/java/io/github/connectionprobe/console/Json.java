package io.github.connectionprobe.console;

import java.util.Map;
import java.util.stream.Collectors;

/** Writes values as JSON (RFC 8259), in one line. */
final class Json {

  private Json() {}

  /**
   * Returns the value as JSON.
   *
   * @param value text, a number, a boolean, or a map or a list of these
   */
  static String of(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> quoted(String.valueOf(entry.getKey())) + ":" + of(entry.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof Iterable<?> values) {
      StringBuilder text = new StringBuilder("[");
      for (Object each : values) {
        text.append(text.length() == 1 ? "" : ",").append(of(each));
      }
      return text.append(']').toString();
    }
    return value instanceof Number || value instanceof Boolean
        ? value.toString()
        : quoted(value.toString());
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < 0x20 || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029') {
        // A surrogate without its partner has no UTF-8 form, so all of them are escaped.
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
