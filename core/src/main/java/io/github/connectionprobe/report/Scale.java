package io.github.connectionprobe.report;

import io.github.connectionprobe.recording.ConnectionEnd;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Where a moment lies between the left (0) and the right edge (100) of a picture. A span in which
 * nothing happened, and which would leave no room for everything else, is cut short.
 */
final class Scale {

  /** A cut in the axis: from where to where nothing happened. */
  record Break(long from, long to) {

    Duration span() {
      return Duration.ofNanos(to - from);
    }
  }

  private static final double LEFT = 1.5;
  private static final double RIGHT = 93;
  private static final double BREAK = 9;
  private static final int BREAKS = 4;

  /** A gap is cut that takes more than this share of the room. */
  private static final double TOO_MUCH = 0.7;

  private final long start;
  private final long end;
  private final List<Break> breaks;
  private final double perNano;

  private Scale(long start, long end, List<Break> breaks) {
    this.start = start;
    this.end = end;
    this.breaks = breaks;
    long cut = breaks.stream().mapToLong(gap -> gap.to - gap.from).sum();
    perNano = (RIGHT - LEFT - BREAK * breaks.size()) / Math.max(1, end - start - cut);
  }

  static Scale of(List<RecordedConnection> connections, Duration zero) {
    long from = zero.toNanos();
    long[] events =
        LongStream.concat(
                LongStream.of(from),
                connections.stream().flatMapToLong(Scale::events).filter(t -> t > from))
            .sorted()
            .distinct()
            .toArray();
    long last = Math.max(events[events.length - 1], from + 1_000_000);
    return new Scale(from, last, breaks(events, last - from));
  }

  private static LongStream events(RecordedConnection connection) {
    List<Duration> events = new ArrayList<>();
    events.add(connection.openedAt());
    connection.closedAt().ifPresent(events::add);
    connection.upstreamFailure().ifPresent(failure -> events.add(failure.at()));
    for (ConnectionEnd end : connection.ends()) {
      events.add(end.at());
    }
    for (RecordedExchange exchange : connection.exchanges()) {
      events.add(exchange.start());
      events.add(exchange.lastByte());
    }
    return events.stream().mapToLong(Duration::toNanos);
  }

  private static List<Break> breaks(long[] events, long total) {
    List<Break> gaps = new ArrayList<>();
    for (int i = 1; i < events.length; i++) {
      gaps.add(new Break(events[i - 1], events[i]));
    }
    gaps.sort((a, b) -> Long.compare(b.to - b.from, a.to - a.from));
    List<Break> breaks = new ArrayList<>();
    long rest = total;
    for (Break gap : gaps) {
      long size = gap.to - gap.from;
      if (breaks.size() == BREAKS || size <= TOO_MUCH * rest || size == rest) {
        break;
      }
      breaks.add(gap);
      rest -= size;
    }
    breaks.sort((a, b) -> Long.compare(a.from, b.from));
    return List.copyOf(breaks);
  }

  List<Break> breaks() {
    return breaks;
  }

  /** Returns the place of a moment; moments off the picture lie at its edges. */
  double x(Duration moment) {
    return x(moment.toNanos());
  }

  double x(long at) {
    if (at < start) {
      return 0;
    }
    if (at > end) {
      return 100;
    }
    double x = LEFT + (at - start) * perNano;
    for (Break gap : breaks) {
      if (at >= gap.to) {
        x += BREAK - (gap.to - gap.from) * perNano;
      } else if (at > gap.from) {
        long into = at - gap.from;
        x += into * (BREAK / (gap.to - gap.from) - perNano);
      }
    }
    return x;
  }

  double middle(Break gap) {
    return (x(gap.from) + x(gap.to)) / 2;
  }

  /** Returns round moments for the axis, not too close to each other and none inside a cut. */
  List<Duration> ticks() {
    long step = round((long) (15 / perNano));
    List<Duration> ticks = new ArrayList<>();
    long from = start;
    for (Break gap : breaks) {
      addTicks(ticks, from, gap.from, step);
      from = gap.to;
    }
    addTicks(ticks, from, end, step);
    return ticks;
  }

  private void addTicks(List<Duration> ticks, long from, long to, long step) {
    long first = start + (from - start + step - 1) / step * step;
    for (long at = first; at <= to; at += step) {
      double x = x(at);
      // The label of a cut needs its room.
      boolean cut = breaks.stream().anyMatch(gap -> Math.abs(middle(gap) - x) < 8);
      if (!cut && (ticks.isEmpty() || x - x(ticks.get(ticks.size() - 1)) > 10)) {
        ticks.add(Duration.ofNanos(at));
      }
    }
  }

  /** Returns the next larger 1, 2 or 5 with zeros behind it. */
  private static long round(long atLeast) {
    long power = 1;
    while (power * 10 <= atLeast) {
      power *= 10;
    }
    return power >= atLeast
        ? power
        : 2 * power >= atLeast ? 2 * power : 5 * power >= atLeast ? 5 * power : 10 * power;
  }
}
