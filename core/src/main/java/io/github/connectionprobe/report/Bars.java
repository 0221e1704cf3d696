package io.github.connectionprobe.report;

import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lays the exchanges of a connection out as bars: overlapping ones below each other. */
final class Bars {

  /** More would be too thin to see. */
  static final int ROWS = 4;

  /** Exchanges shorter than this, and as close together, are drawn as one; in hundredths. */
  private static final double THIN = 0.3;

  private final Scale scale;
  private final RecordedConnection connection;
  private final Map<Long, String> notes;
  private final Duration until;

  Bars(Scale scale, RecordedConnection connection, Map<Long, String> notes, Duration until) {
    this.until = until;
    this.scale = scale;
    this.connection = connection;
    this.notes = notes;
  }

  List<Bar> all() {
    List<Bar> bars = new ArrayList<>();
    // By row, the place in the list of the bar that was drawn there last.
    List<Integer> rows = new ArrayList<>();
    for (RecordedExchange exchange : connection.exchanges()) {
      double start = scale.x(exchange.start());
      int row = freeRow(bars, rows, exchange.start());
      Duration over = Load.over(connection, exchange, until);
      String note = notes.getOrDefault(exchange.number(), "");
      Bar bar = new Bar(exchange, exchange, 1, row, start, scale.x(over), over, note);
      if (row < rows.size()) {
        int place = rows.get(row);
        if (alike(bars.get(place), bar)) {
          bars.set(place, bars.get(place).with(bar));
          continue;
        }
        rows.set(row, bars.size());
      } else {
        rows.add(bars.size());
      }
      bars.add(bar);
    }
    return bars;
  }

  private static int freeRow(List<Bar> bars, List<Integer> rows, Duration start) {
    for (int row = 0; row < rows.size(); row++) {
      if (bars.get(rows.get(row)).over().compareTo(start) <= 0) {
        return row;
      }
    }
    return Math.min(rows.size(), ROWS - 1);
  }

  private boolean alike(Bar before, Bar bar) {
    return before.status() == bar.status()
        && bar.start() - before.end() < THIN
        && (before.count() > 1 || before.width() < THIN)
        && bar.width() < THIN
        && !notes.containsKey(before.last().number())
        && !notes.containsKey(bar.first().number());
  }
}
