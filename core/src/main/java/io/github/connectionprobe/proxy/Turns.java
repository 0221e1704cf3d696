package io.github.connectionprobe.proxy;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts the turns of one event loop and calls back at the beginning of each.
 *
 * <p>A turn is one selection with everything it finds, and the tasks behind it. The loop asks its
 * {@link SelectStrategy} exactly once a turn, before it selects; that makes the strategy the one
 * place, in every Netty version, from which turns can be seen. What was in the kernel before a
 * turn's selection is found by that selection; that is all that settling is built on.
 *
 * <p>Not thread-safe: belongs to its loop's thread.
 */
final class Turns implements SelectStrategy {

  /** Something that waits for a later turn. */
  interface Waiter {
    /** Called at the beginning of a turn, before its selection; returns true when done waiting. */
    boolean atTurn();
  }

  private final List<Waiter> waiters = new ArrayList<>();
  private long current;

  /** Returns the number of the turn under way. */
  long current() {
    return current;
  }

  /** Calls the waiter at the beginning of every turn from the next one on, until it is done. */
  void await(Waiter waiter) {
    waiters.add(waiter);
  }

  @Override
  public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
    current++;
    if (!waiters.isEmpty()) {
      callWaiters();
    }
    // While somebody waits for the next turn, a selection must not wait for the network.
    return hasTasks || !waiters.isEmpty() ? selectNow.get() : SelectStrategy.SELECT;
  }

  private void callWaiters() {
    // A waiter may bring in another one, which then waits for the next turn.
    int count = waiters.size();
    int kept = 0;
    for (int i = 0; i < count; i++) {
      Waiter waiter = waiters.get(i);
      if (!waiter.atTurn()) {
        waiters.set(kept++, waiter);
      }
    }
    waiters.subList(kept, count).clear();
  }
}
