package io.github.connectionprobe.proxy;

import io.github.connectionprobe.capture.Capture;
import io.github.connectionprobe.jfr.Flight;
import io.github.connectionprobe.observer.http1.HeadMemory;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one proxy while they come in. Belongs to its loop's thread, but for {@link #await},
 * which any thread may call.
 */
final class Recorder {

  private final Instant startedAt = Instant.now();
  private final LongSupplier clock;
  private final long origin;
  private long latest;
  private final List<ConnectionRecord> entries = new ArrayList<>();
  private final AtomicLong facts = new AtomicLong();
  private final Object newFact = new Object();
  private volatile int waiting;
  private final HeadMemory headMemory = new HeadMemory();
  private final Supplier<Optional<StackTraceElement>> callSites;
  private final Flight flight;
  private @Nullable Capture capture;
  private int callSitesAsked;
  private int inFlight;
  private int peakInFlight;

  /** As long as makes no difference and can still be counted in nanoseconds. */
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  /** More are never printed, and each asks every thread for its stack. */
  private static final int MAX_CALL_SITES = 20;

  Recorder(Supplier<Optional<StackTraceElement>> callSites, Flight flight) {
    this(callSites, flight, System::nanoTime);
  }

  Recorder(Supplier<Optional<StackTraceElement>> callSites, Flight flight, LongSupplier clock) {
    this.flight = flight;
    this.callSites = callSites;
    this.clock = clock;
    this.origin = clock.getAsLong();
  }

  /** Returns the time since the recording started, in nanoseconds, which never goes back. */
  long now() {
    // The clock is one that does not go back either, but for machines that were moved or resumed.
    latest = Math.max(latest, clock.getAsLong() - origin);
    return latest;
  }

  /** Returns what the heads of all connections share. */
  HeadMemory headMemory() {
    return headMemory;
  }

  /** Begins the record of a connection that has just been admitted. */
  ConnectionRecord opened(InetSocketAddress client, Relay relay) {
    // While all earlier connections are busy there is nothing to explain, and nobody is asked.
    boolean anotherMightHaveServed = entries.size() > inFlight;
    int number = entries.size() + 1;
    ConnectionRecord record =
        new ConnectionRecord(this, number, client, now(), flight.opened(number, client), relay);
    entries.add(record);
    if (anotherMightHaveServed && callSitesAsked < MAX_CALL_SITES) {
      callSitesAsked++;
      askForCallSite(record);
    }
    changed();
    return record;
  }

  private void askForCallSite(ConnectionRecord record) {
    try {
      callSites.get().ifPresent(record::openedFrom);
    } catch (RuntimeException failed) {
      // Evidence is welcome, but never worth a connection.
      callSitesAsked = MAX_CALL_SITES;
    }
  }

  /** Begins to capture, before the first connection. */
  Capture startCapture(@Nullable Path file) throws IOException {
    Capture begun = Capture.begin(file, startedAt, this::now);
    capture = begun;
    return begun;
  }

  /** Lets the legs of a connection be captured, where that is asked for. */
  void capture(ConnectionRecord record, Leg client, Leg server) {
    if (capture != null) {
      client.record(new Tape(capture.leg(record.number(), Side.CLIENT)));
      server.record(new Tape(capture.leg(record.number(), Side.SERVER)));
    }
  }

  /** Counts the connections that have an exchange under way. */
  void inFlightChanged(boolean before, boolean after) {
    if (before != after) {
      inFlight += after ? 1 : -1;
      peakInFlight = Math.max(peakInFlight, inFlight);
    }
  }

  /** Notes that there is a new fact, and wakes whoever waits for one. */
  void changed() {
    // A full fence: written lazily, the number could still be on its way when somebody who is about
    // to wait looks at it, while this thread does not see that somebody is waiting.
    facts.set(facts.get() + 1);
    if (waiting > 0) {
      synchronized (newFact) {
        newFact.notifyAll();
      }
    }
  }

  /** Returns a number that grows with every fact. */
  long facts() {
    return facts.get();
  }

  /**
   * Reads the recording again with each new fact, until it meets the condition or the time is up.
   *
   * @param read gives the recording up to now
   * @return the last one read
   */
  Recording await(
      Supplier<Recording> read, Predicate<? super Recording> condition, Duration atMost) {
    long deadline =
        System.nanoTime() + (atMost.compareTo(FOR_EVER) < 0 ? atMost : FOR_EVER).toNanos();
    while (true) {
      long seen = facts();
      // Looked at first, so that the last recording is not older than the deadline.
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      Recording recording = read.get();
      if (condition.test(recording) || left.isNegative() || left.isZero()) {
        return recording;
      }
      try {
        if (!awaitChange(seen, left)) {
          return read.get();
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        // An interrupt may overtake facts that came in meanwhile.
        return read.get();
      }
    }
  }

  /**
   * Waits until there is a fact that was not there when {@link #facts} gave the number.
   *
   * @return false where the time was up first
   * @throws InterruptedException if the waiting thread is interrupted
   */
  boolean awaitChange(long seen, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    synchronized (newFact) {
      waiting++;
      try {
        while (facts.get() == seen) {
          long left = deadline - System.nanoTime();
          if (left <= 0) {
            return false;
          }
          newFact.wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        return true;
      } finally {
        waiting--;
      }
    }
  }

  /** Returns everything recorded so far. */
  Recording snapshot(String name, String listener, String upstream) {
    List<RecordedConnection> connections = new ArrayList<>(entries.size());
    for (ConnectionRecord record : entries) {
      connections.add(record.snapshot());
    }
    return new Recording(
        name,
        listener,
        upstream,
        startedAt,
        Duration.ZERO,
        Duration.ofNanos(now()),
        peakInFlight,
        connections);
  }
}
