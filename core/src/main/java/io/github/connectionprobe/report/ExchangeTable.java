package io.github.connectionprobe.report;

import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Recording;
import java.util.List;
import java.util.Map;

/** The same as the picture, in words: for those who do not see it, and for searching. */
final class ExchangeTable {

  private static final List<String> COLUMNS =
      List.of("Exchange", "Method", "Path", "Status", "From", "To", "To look at");

  private final Recording recording;
  private final Shown shown;
  private final Clock clock;

  ExchangeTable(Recording recording, Shown shown) {
    this.recording = recording;
    this.shown = shown;
    clock = new Clock(shown.zero());
  }

  void write(Markup out) {
    List<RecordedConnection> connections = shown.connections(Lanes.LISTED);
    if (connections.isEmpty()) {
      return;
    }
    out.open("details").element("summary", "The same as a table").line();
    out.open("div", "class", "wide", "tabindex", "0", "role", "region", "aria-label", "Exchanges");
    out.open("table").line().open("thead").open("tr");
    COLUMNS.forEach(column -> out.element("th", column, "scope", "col"));
    out.close().closeLine();
    connections.forEach(connection -> writeConnection(out, connection));
    int more = recording.connections().size() - connections.size();
    if (more > 0) {
      out.open("tbody").open("tr").open("td", "colspan", COLUMNS.size());
      out.text(TextReport.count(more) + " more connections are not listed").close();
      out.close().closeLine();
    }
    out.close().close().closeLine();
  }

  private void writeConnection(Markup out, RecordedConnection connection) {
    Map<Long, String> notes = shown.marks(connection);
    out.open("tbody").line().open("tr");
    out.element("th", words(connection, notes), "scope", "rowgroup", "colspan", COLUMNS.size());
    out.closeLine();
    List<RecordedExchange> listed = Table.listed(connection, notes);
    for (RecordedExchange exchange : listed) {
      writeExchange(out, exchange, notes.getOrDefault(exchange.number(), ""));
    }
    long more = connection.exchangeCount() - listed.size();
    if (more > 0 && !listed.isEmpty()) {
      out.open("tr").open("td", "colspan", COLUMNS.size());
      out.text("and " + TextReport.count(more) + " more").close().closeLine();
    }
    out.closeLine();
  }

  private String words(RecordedConnection connection, Map<Long, String> notes) {
    String note = notes.getOrDefault(0L, "");
    return "#"
        + connection.number()
        + " from "
        + ConnectionWords.client(connection)
        + (recording.carriedOver(connection)
            ? ", carried over, "
            : ", opened " + clock.at(connection.openedAt()) + ", ")
        + ConnectionWords.traffic(connection)
        + ", "
        + ConnectionWords.end(connection, false)
        + (note.isEmpty() ? "" : ", " + note);
  }

  private void writeExchange(Markup out, RecordedExchange exchange, String note) {
    out.open("tr")
        .element("td", exchange.id())
        .element("td", Printable.cut(exchange.request().method(), 20))
        .element("td", Printable.cut(exchange.request().path(), 200), "class", "path")
        .element("td", Bar.outcome(exchange))
        .element("td", clock.at(exchange.start()), "class", "n")
        .element("td", exchange.end().map(clock::at).orElse("not complete"), "class", "n")
        .element("td", note)
        .closeLine();
  }
}
