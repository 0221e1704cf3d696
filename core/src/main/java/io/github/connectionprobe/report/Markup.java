package io.github.connectionprobe.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML that is well-formed XML as well. Whatever is written as text or as an attribute's
 * value is escaped here, so that no caller can forget it.
 */
final class Markup {

  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Opens an element; its attributes are names and values in turn. */
  Markup open(String tag, Object... attributes) {
    start(tag, attributes).append('>');
    open.push(tag);
    return this;
  }

  /** Closes the element opened last. */
  Markup close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** Closes the element opened last and begins a new line. */
  Markup closeLine() {
    return close().line();
  }

  /** Writes an element without content, such as SVG's shapes and HTML's {@code meta}. */
  Markup empty(String tag, Object... attributes) {
    start(tag, attributes).append("/>");
    return this;
  }

  /** Writes an element that holds nothing but text. */
  Markup element(String tag, String text, Object... attributes) {
    return open(tag, attributes).text(text).close();
  }

  Markup text(String text) {
    out.append(escape(text));
    return this;
  }

  Markup line() {
    out.append('\n');
    return this;
  }

  /** Writes what is markup already. */
  Markup raw(String markup) {
    out.append(markup);
    return this;
  }

  /** Returns a number for an attribute: at most three decimals, and always a point. */
  static String number(double value) {
    return BigDecimal.valueOf(value)
        .setScale(3, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  static String percent(double value) {
    return number(value) + "%";
  }

  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (char c : Printable.of(text).toCharArray()) {
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(c);
      }
    }
    return safe.toString();
  }

  private StringBuilder start(String tag, Object... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      Object value = attributes[i + 1];
      out.append(' ').append(attributes[i]).append("=\"");
      out.append(escape(value instanceof Double number ? number(number) : String.valueOf(value)));
      out.append('"');
    }
    return out;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
