package io.github.connectionprobe.proxy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Puts the facts of one proxy into the order in which they reached the kernel, where a selection
 * alone would not.
 *
 * <p>Two things need it. <em>Accepting</em>: a FIN that reached the kernel before a new connection
 * must be recorded before it, although the selection that finds both tells no order and the FIN may
 * stand behind unread bytes. So an accepted connection is admitted at the first turn at which the
 * legs that read something in its own turn are settled. <em>Reading a recording</em>: whatever had
 * reached the kernel when the recording was asked for must be in it. So the answer waits for one
 * whole turn, and then until what that turn found is settled.
 *
 * <p>Not thread-safe: belongs to its loop's thread.
 */
final class Settling {

  /** A bound for the unforeseen; a few turns are the rule. A busy turn takes some 50 µs. */
  private static final int MAX_TURNS = 512;

  /**
   * A selection hands out at most 1,024 keys in the JDK; a turn that served about that many may
   * have left some for the next one.
   */
  private static final int CROWDED = 500;

  private final Turns turns;
  private final Consumer<Arrival> admit;
  private final Deque<Batch> batches = new ArrayDeque<>();
  private final List<Reading> readings = new ArrayList<>();
  private List<Leg> touched = new ArrayList<>();
  private long touchedTurn = -1;
  private long lastBatch;
  private long lastAdmitted;

  /** A connection that was accepted and is not yet admitted. */
  interface Arrival {}

  Settling(Turns turns, Consumer<Arrival> admit) {
    this.turns = turns;
    this.admit = admit;
  }

  long turn() {
    return turns.current();
  }

  /** Notes that a leg found something in this turn. */
  void touched(Leg leg) {
    if (touchedTurn != turns.current()) {
      touchedTurn = turns.current();
      touched = new ArrayList<>();
    }
    touched.add(leg);
  }

  /** Admits the connection as soon as everything that came before it is recorded. */
  void admitInOrder(Arrival arrival) {
    Batch batch = batches.peekLast();
    if (batch == null || batch.turn != turns.current()) {
      batch = new Batch(++lastBatch, turns.current());
      batches.add(batch);
      turns.await(batch);
    }
    batch.arrivals.add(arrival);
  }

  /** Notes the first leg of a connection that has just been admitted. */
  void admitted(Leg leg) {
    readings.forEach(reading -> reading.unsettled.add(leg));
  }

  /** Runs the task once everything is recorded that the kernel held when this was called. */
  void whenSettled(Runnable task) {
    Reading reading = new Reading(task);
    readings.add(reading);
    turns.await(reading);
  }

  private boolean settle(Unsettled unsettled) {
    long lastTurn = turns.current() - 1;
    boolean crowded = touchedTurn == lastTurn && touched.size() >= CROWDED;
    if (crowded) {
      unsettled.addAll(touched);
    }
    return unsettled.settle(lastTurn) && !crowded;
  }

  private List<Leg> touchedInLastTurn() {
    return touchedTurn == turns.current() - 1 ? touched : List.of();
  }

  /** Connections found by one selection. */
  private final class Batch implements Turns.Waiter {
    private final long number;
    private final long turn;
    private final List<Arrival> arrivals = new ArrayList<>();
    private final Unsettled unsettled = new Unsettled();
    private int turnsWaited;

    Batch(long number, long turn) {
      this.number = number;
      this.turn = turn;
    }

    @Override
    public boolean atTurn() {
      if (turnsWaited++ == 0) {
        unsettled.addAll(touchedInLastTurn());
      }
      boolean settled = settle(unsettled) || turnsWaited >= MAX_TURNS;
      if (!settled || batches.peekFirst() != this) {
        return false;
      }
      batches.removeFirst();
      lastAdmitted = number;
      arrivals.forEach(admit);
      return true;
    }
  }

  /** Somebody who asked for a recording. */
  private final class Reading implements Turns.Waiter {
    private final Runnable task;
    private final Unsettled unsettled = new Unsettled();
    private long awaitedBatch;
    private int turnsWaited;

    Reading(Runnable task) {
      this.task = task;
    }

    @Override
    public boolean atTurn() {
      turnsWaited++;
      if (turnsWaited == 1) {
        // The selection of the turn in which the question came may have been made before it.
        return false;
      }
      if (turnsWaited == 2) {
        unsettled.addAll(touchedInLastTurn());
        awaitedBatch = lastBatch;
      }
      boolean settled = settle(unsettled) && lastAdmitted >= awaitedBatch;
      if (!settled && turnsWaited < MAX_TURNS) {
        return false;
      }
      readings.remove(this);
      task.run();
      return true;
    }
  }
}
