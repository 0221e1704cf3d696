package io.github.connectionprobe.observer.http1;

import io.github.connectionprobe.observer.ExchangeListener;
import io.github.connectionprobe.observer.ExchangeLog;
import io.github.connectionprobe.recording.Phase;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.RecordedResponse;
import io.github.connectionprobe.recording.Upgrade;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges of one connection. Responses answer requests in the order asked (RFC 9112 §9.3.2),
 * so that the oldest exchange without an answer is the one a response belongs to; a response that
 * begins when there is none was not asked for.
 */
final class Exchanges {

  /** Real clients pipeline a few dozen; whoever sends more without reading is not worth memory. */
  static final int MOST_OPEN = 1_000;

  /** One before an idle close is usual, more is not. */
  private static final int MOST_UNSOLICITED = 10;

  private final int connection;
  private final ExchangeListener listener;
  private final ExchangeLog log = new ExchangeLog();
  private List<OpenResponse> unsolicited = List.of();

  /** Those under way are linked, because an idle connection has none and should hold nothing. */
  private @Nullable OpenExchange oldest;

  private @Nullable OpenExchange newest;
  private int open;
  private long begun;
  private long answered;
  private @Nullable Upgrade upgrade;

  Exchanges(int connection, ExchangeListener listener) {
    this.connection = connection;
    this.listener = listener;
  }

  long count() {
    return begun;
  }

  /** Returns the number of the exchange answered last, or 0. */
  long answered() {
    return answered;
  }

  @Nullable Upgrade upgrade() {
    return upgrade;
  }

  /** Returns true where no exchange is under way. */
  boolean allOver() {
    return oldest == null;
  }

  /** Returns what the connection is doing, as long as it carries HTTP/1. */
  Phase phase() {
    if (oldest != null) {
      return oldest.phase();
    }
    return begun == 0 ? Phase.UNUSED : Phase.IDLE;
  }

  List<RecordedExchange> record() {
    List<RecordedExchange> underWay = new ArrayList<>(open);
    for (OpenExchange each = oldest; each != null; each = each.next()) {
      underWay.add(each.record(connection));
    }
    return log.with(underWay);
  }

  List<RecordedResponse> recordUnsolicited() {
    return unsolicited.stream().filter(OpenResponse::hasHead).map(OpenResponse::record).toList();
  }

  /**
   * Opens the exchange whose request begins.
   *
   * @throws NotHttp1Exception where too many are open already
   */
  OpenExchange begin(long atNanos) {
    begun++;
    if (open == MOST_OPEN) {
      throw new NotHttp1Exception("more than " + MOST_OPEN + " requests have no response yet");
    }
    OpenExchange exchange = new OpenExchange(begun, atNanos);
    if (newest == null) {
      oldest = exchange;
    } else {
      newest.next(exchange);
    }
    newest = exchange;
    open++;
    listener.begun(begun);
    return exchange;
  }

  /** Returns the exchange that a response which begins now answers. */
  @Nullable OpenExchange awaitingAnswer() {
    // An answered exchange that is still open has a request that is still being sent: the latest.
    return oldest == null || oldest.answered() ? null : oldest;
  }

  void addUnsolicited(OpenResponse response) {
    if (unsolicited.isEmpty()) {
      unsolicited = new ArrayList<>(1);
    }
    if (unsolicited.size() < MOST_UNSOLICITED) {
      unsolicited.add(response);
    }
  }

  void answered(OpenExchange exchange) {
    answered = exchange.number();
    closeIfComplete(exchange);
  }

  void closeIfComplete(OpenExchange exchange) {
    if (exchange.complete()) {
      removeOldest();
      RecordedExchange over = exchange.record(connection);
      log.add(over);
      listener.over(over);
    }
  }

  private void removeOldest() {
    oldest = oldest == null ? null : oldest.next();
    if (oldest == null) {
      newest = null;
    }
    open--;
  }

  /** Notes what the exchange turned the connection into. */
  void upgraded(OpenExchange exchange, String protocol, long atNanos) {
    upgrade = new Upgrade(exchange.number(), protocol, Duration.ofNanos(atNanos));
  }
}
