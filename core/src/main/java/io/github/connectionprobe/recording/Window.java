package io.github.connectionprobe.recording;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Cuts from a recording what came after an earlier reading of the same probe. */
final class Window {

  private Window() {}

  static Recording between(Recording earlier, Recording later) {
    if (!earlier.startedAt().equals(later.startedAt())
        || !earlier.listener().equals(later.listener())) {
      throw new IllegalArgumentException(
          "A window needs two recordings of one probe, but they are of "
              + earlier.listener()
              + " and "
              + later.listener()
              + ". Take both from the same probe's recording().");
    }
    if (earlier.until().compareTo(later.until()) > 0) {
      throw new IllegalArgumentException(
          "A window runs from an earlier recording to a later one, but the given one was read "
              + earlier.until().minus(later.until()).toMillis()
              + " ms after this one. Call later.since(earlier).");
    }
    if (!earlier.from().equals(later.from())) {
      throw new IllegalArgumentException(
          "A window is cut from two recordings that begin at the same moment, but the given one"
              + " begins at +"
              + earlier.from().toMillis()
              + " ms and this one at +"
              + later.from().toMillis()
              + " ms. Cut both from whole recordings.");
    }
    Map<Integer, RecordedConnection> before = new HashMap<>();
    earlier.connections().forEach(connection -> before.put(connection.number(), connection));
    List<RecordedConnection> inside = new ArrayList<>();
    for (RecordedConnection connection : later.connections()) {
      RecordedConnection then = before.get(connection.number());
      if (then == null) {
        inside.add(connection);
      } else if (then.open()) {
        inside.add(cut(then, connection, earlier.until()));
      }
    }
    return new Recording(
        later.name(),
        later.listener(),
        later.upstream(),
        later.startedAt(),
        earlier.until(),
        later.until(),
        later.peakInFlight(),
        inside);
  }

  private static RecordedConnection cut(
      RecordedConnection then, RecordedConnection now, Duration mark) {
    List<RecordedExchange> exchanges =
        now.exchanges().stream().filter(exchange -> !completeBy(exchange, mark)).toList();
    long underWay = then.exchanges().stream().filter(exchange -> exchange.end().isEmpty()).count();
    RecordedConnection.Builder cut = now.toBuilder();
    for (Side side : Side.values()) {
      cut.bytesFrom(side, now.bytesFrom(side) - then.bytesFrom(side));
    }
    now.estimatedExchanges()
        .ifPresent(estimate -> cut.estimatedExchanges(cut(then, estimate, mark)));
    return cut.exchanges(exchanges)
        .exchangeCount(now.exchangeCount() - then.exchangeCount() + underWay)
        .unsolicited(
            now.unsolicited().stream().filter(r -> r.lastByte().compareTo(mark) > 0).toList())
        .ends(now.ends().stream().filter(end -> end.at().compareTo(mark) > 0).toList())
        .build();
  }

  private static EstimatedExchanges cut(
      RecordedConnection then, EstimatedExchanges now, Duration mark) {
    List<EstimatedExchange> kept =
        now.kept().stream()
            .filter(e -> e.lastByte().isEmpty() || e.lastByte().get().compareTo(mark) > 0)
            .toList();
    long before = then.estimatedExchanges().map(EstimatedExchanges::count).orElse(0L);
    long underWay = kept.stream().filter(e -> e.start().compareTo(mark) <= 0).count();
    return new EstimatedExchanges(now.count() - before + underWay, kept);
  }

  private static boolean completeBy(RecordedExchange exchange, Duration mark) {
    return exchange.end().isPresent() && exchange.end().get().compareTo(mark) <= 0;
  }
}
