package io.github.connectionprobe.recording;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Counts overlapping exchanges. Exchanges are intervals and connections are colours: an interval
 * graph needs as many colours as its largest clique has members, so in HTTP/1 the peak is also the
 * smallest number of connections that could have carried them.
 */
final class InFlight {

  private InFlight() {}

  static int peak(List<RecordedConnection> connections) {
    List<Duration> starts = new ArrayList<>();
    List<Duration> ends = new ArrayList<>();
    for (RecordedConnection connection : connections) {
      addTo(starts, ends, connection);
    }
    Duration[] started = sorted(starts);
    Duration[] ended = sorted(ends);
    int peak = 0;
    int over = 0;
    for (int begun = 0; begun < started.length; begun++) {
      // An exchange that ends at the very moment at which another begins can hand over its place.
      while (over < ended.length && ended[over].compareTo(started[begun]) <= 0) {
        over++;
      }
      peak = Math.max(peak, begun + 1 - over);
    }
    return peak;
  }

  private static void addTo(
      List<Duration> starts, List<Duration> ends, RecordedConnection connection) {
    List<RecordedExchange> exchanges = connection.exchanges();
    for (int i = 0; i < exchanges.size(); i++) {
      RecordedExchange exchange = exchanges.get(i);
      if (exchange.stream().isPresent()) {
        starts.add(exchange.start());
        exchange.end().or(connection::closedAt).ifPresent(ends::add);
        continue;
      }
      if (i > 0 && !over(exchanges.get(i - 1), exchange.start())) {
        // Pipelined behind the one before: both share one connection, so they count as one.
        continue;
      }
      starts.add(exchange.start());
      endOfRun(connection, i).ifPresent(ends::add);
    }
  }

  /** When the exchange at this index, and those pipelined behind it, were over. */
  private static java.util.Optional<Duration> endOfRun(RecordedConnection connection, int index) {
    List<RecordedExchange> exchanges = connection.exchanges();
    int last = index;
    while (last + 1 < exchanges.size()
        && !over(exchanges.get(last), exchanges.get(last + 1).start())) {
      last++;
    }
    return exchanges.get(last).end().or(connection::closedAt);
  }

  private static boolean over(RecordedExchange exchange, Duration at) {
    return exchange.end().isPresent() && exchange.end().get().compareTo(at) <= 0;
  }

  private static Duration[] sorted(List<Duration> durations) {
    Duration[] array = durations.toArray(Duration[]::new);
    Arrays.sort(array);
    return array;
  }
}
