package io.github.connectionprobe.report;

/** Writes JSON (RFC 8259), a line for each object in an array. */
final class JsonText {

  private final StringBuilder out = new StringBuilder();
  private boolean first = true;
  private boolean named;

  /** Begins an object or an array. */
  JsonText begin(char bracket) {
    separate(bracket == '{');
    out.append(bracket);
    first = true;
    return this;
  }

  JsonText end(char bracket) {
    out.append(bracket);
    first = false;
    return this;
  }

  JsonText name(String name) {
    separate(false);
    quote(name);
    out.append(": ");
    named = true;
    return this;
  }

  JsonText value(String text) {
    separate(false);
    quote(text);
    return this;
  }

  JsonText value(long number) {
    separate(false);
    out.append(number);
    return this;
  }

  JsonText value(double number) {
    separate(false);
    out.append(Markup.number(number));
    return this;
  }

  private void separate(boolean newLine) {
    if (!named && !out.isEmpty()) {
      out.append(first ? "" : ",").append(newLine ? "\n" : first ? "" : " ");
    }
    first = false;
    named = false;
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || Character.isSurrogate(c)) {
        // A surrogate without its partner has no UTF-8 form, so all of them are escaped.
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  @Override
  public String toString() {
    return out + "\n";
  }
}
