package io.github.connectionprobe.report;

import io.github.connectionprobe.recording.ConnectionEnd;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Recording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How many there were at each moment: a line that changes in steps. */
final class Load {

  /** From this moment on it was so many. */
  record Step(long at, int count) {}

  private record Change(long at, int by) {}

  private final List<Change> changes = new ArrayList<>();

  private Load() {}

  /** Counts the connections with at least one direction open. */
  static List<Step> open(Recording recording) {
    Load load = new Load();
    for (RecordedConnection connection : recording.connections()) {
      load.add(
          connection.openedAt().toNanos(),
          connection.closedAt().orElse(recording.until()).toNanos());
    }
    return load.steps();
  }

  /** Counts the connections on which an exchange was under way: pipelined ones share theirs. */
  static List<Step> inFlight(Recording recording) {
    Load load = new Load();
    for (RecordedConnection connection : recording.connections()) {
      long from = 0;
      long to = -1;
      for (RecordedExchange exchange : connection.exchanges()) {
        long start = exchange.start().toNanos();
        if (to >= 0 && start >= to) {
          load.add(from, to);
          to = -1;
        }
        from = to < 0 ? start : from;
        to = Math.max(to, over(connection, exchange, recording.until()).toNanos());
      }
      if (to >= 0) {
        load.add(from, to);
      }
    }
    return load.steps();
  }

  /** An exchange is over when it is complete or when a peer ended its connection. */
  static Duration over(RecordedConnection connection, RecordedExchange exchange, Duration until) {
    Duration over = exchange.end().or(connection::closedAt).orElse(until);
    for (ConnectionEnd end : connection.ends()) {
      if (end.at().compareTo(exchange.start()) >= 0 && end.at().compareTo(over) < 0) {
        return end.at();
      }
    }
    return over;
  }

  static int peak(List<Step> steps) {
    return steps.stream().mapToInt(Step::count).max().orElse(0);
  }

  private void add(long from, long to) {
    changes.add(new Change(from, 1));
    changes.add(new Change(Math.max(from, to), -1));
  }

  private List<Step> steps() {
    // What ends at the moment at which another begins makes room for it.
    changes.sort(Comparator.comparingLong(Change::at).thenComparingInt(Change::by));
    List<Step> steps = new ArrayList<>();
    int count = 0;
    for (int i = 0; i < changes.size(); i++) {
      count += changes.get(i).by;
      boolean lastOfMoment = i + 1 == changes.size() || changes.get(i + 1).at > changes.get(i).at;
      if (lastOfMoment) {
        steps.add(new Step(changes.get(i).at, count));
      }
    }
    return steps;
  }
}
