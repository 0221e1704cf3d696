package io.github.connectionprobe.console;

import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.RecordedRequest;
import io.github.connectionprobe.recording.RecordedResponse;
import io.github.connectionprobe.recording.StreamReset;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what is new about the exchanges of one connection. */
final class ExchangeFacts {

  private final RecordedConnection now;
  private final List<Fact> facts;
  private final boolean justClosed;
  private final long lastKnown;
  private final Set<Long> underWay = new HashSet<>();

  ExchangeFacts(@Nullable RecordedConnection before, RecordedConnection now, List<Fact> facts) {
    this.now = now;
    this.facts = facts;
    justClosed = !now.open() && (before == null || before.open());
    List<RecordedExchange> known = before == null ? List.of() : before.exchanges();
    lastKnown = known.isEmpty() ? 0 : known.get(known.size() - 1).number();
    known.stream()
        .filter(each -> each.end().isEmpty())
        .forEach(each -> underWay.add(each.number()));
  }

  void add() {
    @Nullable RecordedExchange previous = null;
    for (RecordedExchange exchange : now.exchanges()) {
      boolean isNew = exchange.number() > lastKnown;
      if (isNew) {
        skipped(exchange, previous == null ? 0 : previous.number());
        request(exchange, previous);
      }
      if (isNew || underWay.contains(exchange.number())) {
        outcome(exchange);
      }
      previous = exchange;
    }
  }

  /** A recording keeps only so many exchanges of a connection: say where some are left out. */
  private void skipped(RecordedExchange exchange, long previous) {
    long missing = exchange.number() - 1 - Math.max(previous, lastKnown);
    if (missing > 0) {
      facts.add(
          new Fact(
              exchange.start(),
              "not-kept",
              "#" + now.number(),
              Words.counted(missing, "exchange") + " came too fast to be shown",
              new Details().with("connection", now.number()).with("exchanges", missing).toMap()));
    }
  }

  private void request(RecordedExchange exchange, @Nullable RecordedExchange previous) {
    RecordedRequest request = exchange.request();
    Optional<Duration> idle =
        Optional.ofNullable(previous)
            .filter(it -> it.number() == exchange.number() - 1)
            .flatMap(RecordedExchange::end)
            .map(end -> exchange.start().minus(end))
            // Streams of HTTP/2 do not wait for each other.
            .filter(gap -> !gap.isNegative());
    facts.add(
        new Fact(
            exchange.start(),
            "request",
            exchange.id(),
            Words.printable(request.method() + " " + request.path())
                + idle.map(time -> ", " + Words.millis(time) + " after the response before")
                    .orElse("")
                + (request.keepsAlive() ? "" : ", asks to close"),
            details(exchange)
                .with("method", request.method())
                .with("path", request.path())
                .with("version", request.version())
                .with("keeps_alive", request.keepsAlive())
                .with("idle_ms", idle.orElse(null))
                .toMap()));
  }

  private void outcome(RecordedExchange exchange) {
    Optional<RecordedResponse> response = exchange.response();
    if (exchange.reset().isPresent()) {
      reset(exchange, exchange.reset().get());
    } else if (response.isEmpty()) {
      if (justClosed) {
        unanswered(exchange);
      }
    } else if (response.get().complete() || justClosed) {
      response(exchange, response.get());
    }
  }

  private void reset(RecordedExchange exchange, StreamReset reset) {
    String error = reset.error();
    facts.add(
        new Fact(
            reset.at(),
            "stream-reset",
            exchange.id(),
            reset.byGoAway()
                ? "left out by the GOAWAY of the " + reset.by()
                : "stream reset by " + reset.by() + ", " + error,
            details(exchange)
                .with("by", reset.by().toString())
                .with("error", error)
                .with("by_goaway", reset.byGoAway())
                .toMap()));
  }

  private void unanswered(RecordedExchange exchange) {
    Duration at = now.closedAt().orElse(exchange.lastByte());
    facts.add(
        new Fact(
            at,
            "unanswered",
            exchange.id(),
            "no response in " + Words.millis(at.minus(exchange.start())),
            details(exchange).with("waited_ms", at.minus(exchange.start())).toMap()));
  }

  private void response(RecordedExchange exchange, RecordedResponse response) {
    Duration took = response.lastByte().minus(exchange.start());
    boolean keepsAlive = response.keepsAlive();
    facts.add(
        new Fact(
            response.lastByte(),
            "response",
            exchange.id(),
            (response.status() == 0 ? "status unknown" : "" + response.status())
                + " after "
                + Words.millis(took)
                + ", "
                + Words.counted(response.bodyBytes(), "byte")
                + (response.complete() ? "" : ", cut short")
                + (keepsAlive ? "" : ", announces to close"),
            details(exchange)
                .with("status", response.status())
                .with("version", response.version())
                .with("keeps_alive", keepsAlive)
                .with("framing", response.framing().name().toLowerCase(java.util.Locale.ROOT))
                .with("body_bytes", response.bodyBytes())
                .with("complete", response.complete())
                .with("took_ms", took)
                .toMap()));
  }

  private Details details(RecordedExchange exchange) {
    return new Details()
        .with("connection", exchange.connection())
        .with("exchange", exchange.number());
  }
}
