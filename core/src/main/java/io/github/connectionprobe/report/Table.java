package io.github.connectionprobe.report;

import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Recording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Connections and exchanges in columns. */
final class Table {

  private static final String MARK = "<<<<<";

  /** Columns that may not grow at the cost of those behind them. */
  private static final int LONGEST_PATH = 34;

  /** One line: its cells, all but the last of which are aligned with those of its kind. */
  private record Row(boolean connection, List<String> cells, boolean marked, boolean aligned) {}

  private static final int BRIEF = 5;

  private final List<Row> rows = new ArrayList<>();

  void addConnection(
      Recording recording, RecordedConnection connection, Duration zero, Map<Long, String> marks) {
    String note = marks.getOrDefault(0L, "");
    rows.add(
        new Row(
            true,
            List.of(
                "#" + connection.number(),
                ConnectionWords.route(connection),
                recording.carriedOver(connection)
                    ? "carried over"
                    : time(connection.openedAt(), zero),
                ConnectionWords.traffic(connection),
                ConnectionWords.end(connection, false) + (note.isEmpty() ? "" : "   " + note),
                ConnectionWords.end(connection, true)),
            marks.containsKey(0L),
            true));
    if (connection.tls().isPresent()) {
      rows.add(new Row(false, List.of(ConnectionWords.tls(connection)), false, false));
    }
    Http2Words.lines(connection, zero)
        .forEach(line -> rows.add(new Row(false, List.of(line), false, false)));
    List<RecordedExchange> listed = listed(connection, marks);
    for (RecordedExchange exchange : listed) {
      rows.add(
          new Row(
              false,
              exchange(exchange, zero, marks.getOrDefault(exchange.number(), "")),
              marks.containsKey(exchange.number()),
              true));
    }
    long more = connection.exchangeCount() - listed.size();
    if (more > 0 && !connection.exchanges().isEmpty()) {
      rows.add(new Row(false, List.of("and " + TextReport.count(more) + " more"), false, false));
    }
  }

  static List<RecordedExchange> listed(RecordedConnection connection, Map<Long, String> marks) {
    List<RecordedExchange> all = connection.exchanges();
    if (all.size() <= ConnectionList.LISTED) {
      return all;
    }
    List<RecordedExchange> listed = new ArrayList<>();
    long marked = all.stream().filter(e -> marks.containsKey(e.number())).count();
    long others = Math.max(0, ConnectionList.LISTED - marked);
    for (RecordedExchange exchange : all) {
      boolean isMarked = marks.containsKey(exchange.number());
      if (isMarked || others-- > 0) {
        listed.add(exchange);
      }
      if (listed.size() == ConnectionList.LISTED) {
        break;
      }
    }
    return listed;
  }

  private static List<String> exchange(RecordedExchange exchange, Duration zero, String note) {
    String until = exchange.end().map(end -> time(end, zero)).orElse("…");
    return List.of(
        exchange.id(),
        Printable.cut(Printable.of(exchange.request().method()), 10),
        Printable.cut(Printable.of(exchange.request().path()), LONGEST_PATH),
        exchange.response().map(response -> Http2Words.status(response.status())).orElse("-"),
        time(exchange.start(), zero),
        until,
        note.isEmpty() ? Http2Words.reset(exchange) : note);
  }

  private static String time(Duration at, Duration zero) {
    return ConnectionWords.offset(at.minus(zero));
  }

  List<String> lines() {
    int[] connectionWidths = widths(true);
    int[] exchangeWidths = widths(false);
    return rows.stream()
        .map(row -> line(row, row.connection ? connectionWidths : exchangeWidths))
        .toList();
  }

  private int[] widths(boolean connections) {
    int[] widths = new int[7];
    for (Row row : rows) {
      if (row.aligned && row.connection == connections) {
        for (int i = 0; i < row.cells.size(); i++) {
          widths[i] = Math.max(widths[i], row.cells.get(i).length());
        }
      }
    }
    return widths;
  }

  private static String line(Row row, int[] widths) {
    if (!row.aligned) {
      return Printable.cut("      " + row.cells.get(0), TextReport.COLUMNS);
    }
    String mark = row.marked ? "   " + MARK : "";
    int room = TextReport.COLUMNS - mark.length();
    String text =
        row.connection ? connectionLine(row.cells, widths, room) : exchangeLine(row.cells, widths);
    return Printable.cut(text, room) + mark;
  }

  private static String connectionLine(List<String> cells, int[] widths, int room) {
    String start =
        "  %s  %s  %s   %s   "
            .formatted(
                right(cells.get(0), widths[0]),
                left(cells.get(1), widths[1]),
                right(cells.get(2), widths[2]),
                right(cells.get(3), widths[3]));
    String full = start + cells.get(4);
    return full.length() <= room ? full : start + cells.get(BRIEF);
  }

  private static String exchangeLine(List<String> cells, int[] widths) {
    return "      %s  %s  %s   %s   %s .. %s   %s"
        .formatted(
            right(cells.get(0), widths[0]),
            left(cells.get(1), widths[1]),
            left(cells.get(2), widths[2]),
            right(cells.get(3), widths[3]),
            right(cells.get(4), widths[4]),
            right(cells.get(5), widths[5]),
            cells.get(6))
        .stripTrailing();
  }

  private static String left(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static String right(String text, int width) {
    return " ".repeat(width - text.length()) + text;
  }
}
