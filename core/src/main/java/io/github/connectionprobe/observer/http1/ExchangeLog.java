package io.github.connectionprobe.observer.http1;

import io.github.connectionprobe.recording.RecordedExchange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/**
 * The exchanges of one connection that are over, in the order begun: the first and the latest of
 * them, because a connection may carry millions.
 */
final class ExchangeLog {

  /** How a connection began shows what kind of client uses it. */
  static final int FIRST_KEPT = 100;

  /** How a connection ended, and what led to it, is what a diagnosis asks for. */
  static final int LATEST_KEPT = 1_000;

  private final List<RecordedExchange> first = new ArrayList<>(2);
  private final ArrayDeque<RecordedExchange> latest = new ArrayDeque<>(0);

  void add(RecordedExchange exchange) {
    if (first.size() < FIRST_KEPT) {
      first.add(exchange);
      return;
    }
    if (latest.size() == LATEST_KEPT) {
      latest.removeFirst();
    }
    latest.addLast(exchange);
  }

  /** Returns the exchanges kept, followed by those that are still open. */
  List<RecordedExchange> followedBy(int connection, Collection<OpenExchange> open) {
    List<RecordedExchange> all =
        new ArrayList<>(first.size() + Math.min(latest.size() + open.size(), LATEST_KEPT));
    all.addAll(first);
    Iterator<RecordedExchange> tail = latest.iterator();
    for (int over = latest.size() + open.size() - LATEST_KEPT; over > 0 && tail.hasNext(); over--) {
      tail.next();
    }
    tail.forEachRemaining(all::add);
    open.forEach(exchange -> all.add(exchange.record(connection)));
    return List.copyOf(all);
  }
}
