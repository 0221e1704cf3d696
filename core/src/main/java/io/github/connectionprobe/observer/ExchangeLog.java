package io.github.connectionprobe.observer;

import io.github.connectionprobe.recording.RecordedExchange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges of one connection that are over: the first and the latest of them, because a
 * connection may carry millions.
 */
public final class ExchangeLog {

  /** How a connection began shows what kind of client uses it. */
  public static final int FIRST_KEPT = 100;

  /** How a connection ended, and what led to it, is what a diagnosis asks for. */
  public static final int LATEST_KEPT = 1_000;

  private final List<RecordedExchange> first = new ArrayList<>(2);
  private @Nullable ArrayDeque<RecordedExchange> latest;

  /** Takes an exchange that is over. */
  public void add(RecordedExchange exchange) {
    if (first.size() < FIRST_KEPT) {
      first.add(exchange);
      return;
    }
    if (latest == null) {
      latest = new ArrayDeque<>();
    } else if (latest.size() == LATEST_KEPT) {
      latest.removeFirst();
    }
    latest.addLast(exchange);
  }

  /** Returns the exchanges kept with those that are still open, in the order begun. */
  public List<RecordedExchange> with(List<RecordedExchange> open) {
    int behind = latest == null ? 0 : latest.size();
    List<RecordedExchange> all =
        new ArrayList<>(first.size() + Math.min(behind + open.size(), LATEST_KEPT));
    all.addAll(first);
    Iterator<RecordedExchange> tail =
        latest == null ? Collections.emptyIterator() : latest.iterator();
    for (int over = behind + open.size() - LATEST_KEPT; over > 0 && tail.hasNext(); over--) {
      tail.next();
    }
    tail.forEachRemaining(all::add);
    all.addAll(open);
    // Streams end in any order; what is in order already costs one comparison each.
    all.sort(Comparator.comparingLong(RecordedExchange::number));
    return List.copyOf(all);
  }
}
