package io.github.connectionprobe.capture;

import java.util.ArrayDeque;
import java.util.Queue;

/** Finds the packets of one direction at which something began, by time. Not thread-safe. */
final class Marks {

  /** Takes what is to be said of a packet. */
  interface Target {
    void comment(long index, String text);
  }

  private record Mark(long at, String text) {}

  private static final long NONE = -1;

  private final Target target;
  private final Queue<Mark> expected = new ArrayDeque<>();
  private long lastIndex = NONE;
  private long lastAt;

  Marks(Target target) {
    this.target = target;
  }

  /** Something began then; in the order of time. */
  void expect(long at, String text) {
    expected.add(new Mark(at, text));
  }

  /** A packet with data; the packets made of one read have one time, and the first counts. */
  void packet(long index, long at) {
    if (lastIndex == NONE || at != lastAt) {
      settle(at);
      lastIndex = index;
      lastAt = at;
    }
  }

  /** There are no more packets; what began later than the capture ended is left out. */
  void finish(long end) {
    settle(end);
  }

  private void settle(long before) {
    for (Mark mark = expected.peek(); mark != null && mark.at() < before; mark = expected.peek()) {
      expected.remove();
      if (lastIndex != NONE) {
        target.comment(lastIndex, mark.text());
      }
    }
  }
}
