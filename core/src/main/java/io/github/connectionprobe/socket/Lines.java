package io.github.connectionprobe.socket;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Text that fits a terminal, and does nothing to it. */
final class Lines {

  private static final int COLUMNS = 100;
  private static final String INDENT = "      ";
  private static final Pattern OBEYED_BY_TERMINALS = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  private Lines() {}

  /**
   * Breaks a line behind a comma, or else between words; the mark stands at the end of the first
   * part.
   */
  static List<String> wrapped(String line, String mark) {
    List<String> lines = new ArrayList<>();
    String rest = line;
    int room = COLUMNS - mark.length();
    while (rest.length() > room) {
      int comma = rest.lastIndexOf(", ", room - 1) + 1;
      int space = rest.lastIndexOf(' ', room);
      // Neither an indent nor a word that is longer than a line can be broken at a blank.
      int end = comma > room / 2 ? comma : space > INDENT.length() ? space : room;
      lines.add(rest.substring(0, end).stripTrailing());
      rest = INDENT + rest.substring(end).strip();
      room = COLUMNS;
    }
    lines.add(rest);
    lines.set(0, lines.get(0) + mark);
    return lines;
  }

  /** A process may call itself what it likes. */
  static String printable(String text) {
    return OBEYED_BY_TERMINALS
        .matcher(text)
        .replaceAll(found -> String.format(Locale.ROOT, "\\\\u%04x", found.group().codePointAt(0)));
  }
}
