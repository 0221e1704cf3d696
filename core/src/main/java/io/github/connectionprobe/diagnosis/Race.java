package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.diagnosis.Timeline.State;
import io.github.connectionprobe.recording.Side;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells what the client can have known of a connection at the moment at which it opened another.
 * The probe sees a connection idle a little before the client has it back, and still idle a little
 * after the client has taken it again.
 */
final class Race {

  /** With several threads, this many connections for each exchange in flight are not remarkable. */
  private static final int IN_HAND_PER_EXCHANGE = 4;

  /** Threads hold connections longer than exchanges last: a burst of a dozen is not remarkable. */
  private static final int IN_HAND = 12;

  private final Map<String, long[]> openings = new HashMap<>();
  private final Set<String> leaving = new HashSet<>();
  private final Route route;
  private final int peak;
  private final Library library;
  private final long release;
  private final long held;

  Race(List<Timeline> opened, Route route, int peak, Library library) {
    opened.stream()
        .collect(Collectors.groupingBy(route::key))
        .forEach((key, some) -> openings.put(key, openings(some)));
    this.route = route;
    this.peak = peak;
    this.library = library;
    long pace = pace(opened);
    release = Math.max(Grace.RELEASE, 2 * pace);
    held = Math.max(Grace.HELD, 3 * pace);
  }

  /**
   * How long the client took, at worst, from opening a connection to its first request: there it
   * had nothing to wait for, so it takes as long to see a response or to give a connection back.
   */
  private static long pace(List<Timeline> opened) {
    long slowest =
        opened.stream()
            .filter(timeline -> timeline.listed() > 0)
            .mapToLong(timeline -> timeline.start(0) - timeline.ready())
            .max()
            .orElse(0);
    return Math.min(slowest, Grace.SLOWEST_PACE);
  }

  /** Returns true where an idle connection was, as its next request shows, already taken. */
  boolean leased(Timeline idle, Timeline opened) {
    long next = idle.nextStart(opened.opened);
    return !idle.multiplexed()
        && next != Timeline.NEVER
        && next - opened.opened < release
        && mayMatter(idle, opened);
  }

  /** Returns true where nothing but its late return can have kept an idle connection from use. */
  boolean backTooLate(Timeline idle, Timeline opened) {
    return peak == 1 && mayBeHeld(idle, opened);
  }

  /**
   * Returns true where the client was about to end an idle connection when it opened another: the
   * two acts came close together, and not because everything was closed in the end.
   */
  boolean closing(Timeline idle, Timeline opened) {
    long end = idle.end(Side.CLIENT);
    if (end > opened.opened + Grace.ORDER
        || end != idle.firstEnd()
        || idle.nextStart(opened.opened) < end) {
      return false;
    }
    boolean answered = opened.listed() > 0 && opened.end(0) <= end;
    if (!answered) {
      return true;
    }
    long otherEnd = opened.end(Side.CLIENT);
    boolean together = otherEnd != Timeline.NEVER && Math.abs(otherEnd - end) <= Grace.TOGETHER;
    return !together && !mayBeHeld(idle, opened);
  }

  /** Returns true where the client may not have had an idle connection back yet, to use it. */
  boolean mayBeHeld(Timeline idle, Timeline opened) {
    return mayMatter(idle, opened) && mayBeHeld(idle, opened.opened);
  }

  /** One caller at a time has no use for a connection to another host, in its pool or not. */
  private boolean mayMatter(Timeline idle, Timeline opened) {
    return peak > 1 || route.same(idle, opened);
  }

  private boolean mayBeHeld(Timeline idle, long at) {
    if (idle.state(at) != State.IDLE) {
      return false;
    }
    // Others may use it meanwhile; but what it takes is news to the client, or has just changed.
    boolean news = peak > 1 && at - idle.ready() < held;
    if (idle.multiplexed() && (news || idle.state(at - release) == State.BUSY)) {
      return true;
    }
    if (idle.multiplexed() && peak == 1) {
      return false;
    }
    long since = idle.multiplexed() ? idle.touchedBy(at) : idle.idleSince(at);
    if (idle.usedAfter(at)) {
      return at - since < release;
    }
    // It never came back. Soon after, that proves nothing; seen over time it does.
    long[] others = openings.getOrDefault(route.key(idle), new long[0]);
    int end = firstAtOrAfter(others, idle.lost());
    int whileIdle = end - firstAtOrAfter(others, since + 1);
    long lastWhileIdle = end == 0 ? at : Math.max(at, others[end - 1]);
    if (peak > 1) {
      // One thread that got no processor for a while makes fewer than a burst of them.
      long most = whileIdle < peak ? Math.max(held, Grace.STALLED) : held;
      return lastWhileIdle - since < most
          && whileIdle < Math.max(IN_HAND, IN_HAND_PER_EXCHANGE * peak);
    }
    // The thread that gives it back may get no processor for a while, as any other may.
    long most = library.knownToRace(idle) ? Math.max(release, Grace.STALLED) : release;
    return lastWhileIdle - since < most
        && whileIdle < 2
        && !leaving.contains(route.key(idle))
        && library.mayRace(idle);
  }

  /**
   * Notes that a client passed over an idle connection; for good, it makes further ones suspect.
   */
  void passedOver(Timeline idle, long at) {
    if (!idle.usedAfter(at)) {
      leaving.add(route.key(idle));
    }
  }

  private static long[] openings(List<Timeline> timelines) {
    return timelines.stream().mapToLong(timeline -> timeline.opened).sorted().toArray();
  }

  private static int firstAtOrAfter(long[] sorted, long at) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < at) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
