package io.github.connectionprobe.console;

import io.github.connectionprobe.recording.ConnectionEnd;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.EstimatedExchanges;
import io.github.connectionprobe.recording.GoAway;
import io.github.connectionprobe.recording.Http2Facts;
import io.github.connectionprobe.recording.Phase;
import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedResponse;
import io.github.connectionprobe.recording.Side;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds what is new on one connection. */
final class ConnectionFacts {

  private final @Nullable RecordedConnection before;
  private final RecordedConnection now;
  private final List<Fact> facts;

  ConnectionFacts(@Nullable RecordedConnection before, RecordedConnection now, List<Fact> facts) {
    this.before = before;
    this.now = now;
    this.facts = facts;
  }

  void add() {
    if (before == null) {
      opened();
    }
    destination();
    protocol();
    upstreamFailure();
    new TlsFacts(before, now, facts).add();
    new ExchangeFacts(before, now, facts).add();
    unsolicited();
    upgrade();
    goAways();
    retired();
    for (int i = before == null ? 0 : before.ends().size(); i < now.ends().size(); i++) {
      ended(now.ends().get(i));
    }
    if (isNew(RecordedConnection::closedAt)) {
      now.closedAt().ifPresent(this::closed);
    }
  }

  private boolean isNew(Function<RecordedConnection, Optional<?>> fact) {
    return fact.apply(now).isPresent() && (before == null || fact.apply(before).isEmpty());
  }

  private void add(Duration at, String event, String words, Details details) {
    facts.add(new Fact(at, event, "#" + now.number(), words, details.toMap()));
  }

  private Details details() {
    return new Details().with("connection", now.number());
  }

  private void opened() {
    String client = Words.address(now.client());
    String from = now.openedFrom().map(place -> " in " + Words.printable("" + place)).orElse("");
    add(now.openedAt(), "opened", "by " + client + from, details().with("client", client));
  }

  private void destination() {
    if (isNew(RecordedConnection::destination)) {
      // It is said right after the opening.
      now.destination()
          .ifPresent(
              destination ->
                  add(
                      now.openedAt(),
                      "destination",
                      "is " + Words.printable(destination),
                      details().with("destination", destination)));
    }
  }

  private void protocol() {
    boolean known = before != null && before.protocol() != Protocol.UNKNOWN;
    if (known || now.protocol() == Protocol.UNKNOWN || now.protocol() == Protocol.HTTP_1) {
      return;
    }
    // The recording does not say when it was recognised: right after the opening at the latest.
    add(
        now.openedAt(),
        "protocol",
        now.protocol() + (now.http2().isPresent() ? "" : ", so its exchanges cannot be seen"),
        details().with("protocol", now.protocol().toString()));
  }

  private void upstreamFailure() {
    if (isNew(RecordedConnection::upstreamFailure)) {
      now.upstreamFailure()
          .ifPresent(
              failure ->
                  add(
                      failure.at(),
                      "upstream-failed",
                      "the upstream " + failure.kind() + ": " + Words.printable(failure.detail()),
                      details()
                          .with("kind", failure.kind().name().toLowerCase(Locale.ROOT))
                          .with("detail", failure.detail())));
    }
  }

  private void unsolicited() {
    int known = before == null ? 0 : before.unsolicited().size();
    for (RecordedResponse response : now.unsolicited().subList(known, now.unsolicited().size())) {
      add(
          response.lastByte(),
          "unsolicited",
          response.status() + " that no request asked for",
          details().with("status", response.status()));
    }
  }

  private void upgrade() {
    if (isNew(RecordedConnection::upgrade)) {
      now.upgrade()
          .ifPresent(
              upgrade ->
                  add(
                      upgrade.at(),
                      "upgraded",
                      "to " + Words.printable(upgrade.protocol()),
                      details().with("protocol", upgrade.protocol())));
    }
  }

  private void goAways() {
    List<GoAway> all = now.http2().map(Http2Facts::goAways).orElse(List.of());
    int known =
        before == null ? 0 : before.http2().map(Http2Facts::goAways).orElse(List.of()).size();
    for (GoAway goAway : all.subList(known, all.size())) {
      add(
          goAway.at(),
          "goaway",
          "by " + goAway.by() + ", " + goAway.error() + ", takes no new streams",
          details()
              .with("by", goAway.by().toString())
              .with("error", goAway.error())
              .with("last_stream", goAway.lastStream()));
    }
  }

  private void retired() {
    if (isNew(RecordedConnection::observerRetired)) {
      now.observerRetired()
          .ifPresent(
              reason ->
                  add(
                      lastMoment(),
                      "not-observed",
                      "its bytes are passed on unseen from here: " + Words.printable(reason),
                      details().with("reason", reason)));
    }
  }

  private Duration lastMoment() {
    return now.exchanges().isEmpty()
        ? now.openedAt()
        : now.exchanges().get(now.exchanges().size() - 1).lastByte();
  }

  private void ended(ConnectionEnd end) {
    boolean idle = end.phase() == Phase.IDLE || end.phase() == Phase.UNUSED;
    add(
        end.at(),
        end.kind().name().toLowerCase(Locale.ROOT),
        "by "
            + end.by()
            + ", "
            + end.phase()
            + (idle ? ", " + Words.millis(end.idleBefore()) + " after the last byte" : ""),
        details()
            .with("by", end.by().toString())
            .with("phase", end.phase().name().toLowerCase(Locale.ROOT))
            .with("idle_ms", end.idleBefore()));
  }

  private void closed(Duration at) {
    long count = now.exchangeCount();
    Optional<Duration> half = halfClosed(at);
    add(
        at,
        "closed",
        "after "
            + now.estimatedExchanges()
                .map(estimate -> "an estimated " + Words.counted(estimate.count(), "exchange"))
                .orElse(Words.counted(count, "exchange"))
            + " in "
            + Words.millis(at.minus(now.openedAt()))
            + half.map(time -> ", half-closed for " + Words.millis(time)).orElse(""),
        details()
            .with("state", now.state().name())
            .with("exchanges", count)
            .with(
                "exchanges_estimated",
                now.estimatedExchanges().map(EstimatedExchanges::count).orElse(null))
            .with("open_ms", at.minus(now.openedAt()))
            .with("half_closed_ms", half.orElse(Duration.ZERO))
            .with("bytes_from_client", now.bytesFrom(Side.CLIENT))
            .with("bytes_from_server", now.bytesFrom(Side.SERVER)));
  }

  private Optional<Duration> halfClosed(Duration closedAt) {
    return now.end().filter(end -> end.kind() == EndKind.FIN).map(end -> closedAt.minus(end.at()));
  }
}
