package io.github.connectionprobe.observer.tls;

import io.github.connectionprobe.recording.EstimatedExchange;
import io.github.connectionprobe.recording.EstimatedExchanges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Counts how often the server spoke after the client, by the lengths of their records alone. What a
 * server sends before the client has said anything is no answer, such as a session ticket.
 */
final class Turnarounds {

  /** Alerts and key updates are no longer than this; no request is that short. */
  static final int SHORT = 40;

  private static final int KEPT = 1_000;
  private static final int LONGEST_TICKET = 1_500;

  private final boolean ticketsMayCome;
  private long[] starts = new long[4];
  private long[] lasts = new long[4];
  private long count;
  private boolean answered;
  private int fromServer;
  private int serverLength;
  private boolean unasked;

  /** When something came that either ends the answer or is an alert; 0 for nothing. */
  private long tail;

  /**
   * Starts to count.
   *
   * @param ticketsMayCome whether what the server sends first may be session tickets rather than a
   *     response
   */
  Turnarounds(boolean ticketsMayCome) {
    this.ticketsMayCome = ticketsMayCome;
  }

  void client(int length, long at) {
    if (length <= SHORT) {
      return;
    }
    takeTail();
    boolean onlyTickets = ticketsMayCome && count == 1 && fromServer <= 2;
    if (count > 0 && (!answered || onlyTickets)) {
      answered = false;
      lasts[(int) Math.min(count, KEPT) - 1] = 0;
      return;
    }
    answered = false;
    if (count < KEPT) {
      int index = (int) count;
      if (index == starts.length) {
        starts = Arrays.copyOf(starts, 2 * index);
        lasts = Arrays.copyOf(lasts, 2 * index);
      }
      starts[index] = at;
    }
    count++;
  }

  void server(int length, long at) {
    takeTail();
    if (length > SHORT) {
      unasked |= count == 0;
      // Tickets come one or two at once, and then they are of one length.
      boolean another = fromServer == 0 || (fromServer == 1 && length == serverLength);
      fromServer = another && length <= LONGEST_TICKET ? fromServer + 1 : KEPT;
      serverLength = length;
    }
    if (count == 0 || (length <= SHORT && !answered)) {
      return;
    }
    answered = true;
    if (count <= KEPT) {
      lasts[(int) count - 1] = at;
    }
  }

  /** Learns of a record of the server that is an alert unless something comes behind it. */
  void serverMaybe(long at) {
    takeTail();
    tail = answered ? at : 0;
  }

  private void takeTail() {
    if (tail != 0 && count <= KEPT) {
      lasts[(int) count - 1] = tail;
    }
    tail = 0;
  }

  /** Returns true where the server sent more than the one response a ticketless one would have. */
  boolean ticketsSeen() {
    return unasked || fromServer > 1;
  }

  boolean anyFromServer() {
    return fromServer > 0;
  }

  /**
   * Returns what was counted.
   *
   * @param tailIsAlert whether the last that came from the server was an alert and no answer
   */
  EstimatedExchanges record(boolean tailIsAlert) {
    List<EstimatedExchange> kept = new ArrayList<>();
    for (int i = 0; i < Math.min(count, KEPT); i++) {
      long last = i == count - 1 && tail != 0 && !tailIsAlert ? tail : lasts[i];
      kept.add(
          new EstimatedExchange(
              Duration.ofNanos(starts[i]),
              last == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(last))));
    }
    return new EstimatedExchanges(count, kept);
  }
}
