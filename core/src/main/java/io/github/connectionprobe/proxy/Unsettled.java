package io.github.connectionprobe.proxy;

import java.util.ArrayList;
import java.util.List;

/**
 * The legs of which it is not yet known whether the kernel still holds something that it held at
 * some earlier moment.
 *
 * <p>Only a leg that read something in the turn that follows this moment can be among them: the
 * selection of that turn found all others to have nothing. Such a leg is settled once
 *
 * <ul>
 *   <li>its input has ended, or it is not being read because the other peer is slow;
 *   <li>a whole turn passed in which it had nothing to read;
 *   <li>it read more after a read that had emptied the kernel's buffer: what was read then came
 *       later, so nothing had been waiting behind that buffer, an end neither;
 *   <li>it read more than a kernel buffers.
 * </ul>
 */
final class Unsettled {

  /** Above the largest receive buffer that Linux grows to by default (tcp_rmem, 6 MiB). */
  private static final long MORE_THAN_A_KERNEL_BUFFERS = 8L << 20;

  private final List<Entry> entries = new ArrayList<>();

  void add(Leg leg) {
    entries.add(new Entry(leg));
  }

  void addAll(List<Leg> legs) {
    legs.forEach(this::add);
  }

  /**
   * Drops the legs that are settled by now.
   *
   * @param lastTurn the turn that has just ended
   * @return true where none is left
   */
  boolean settle(long lastTurn) {
    entries.removeIf(entry -> entry.settled(lastTurn));
    return entries.isEmpty();
  }

  private static final class Entry {
    private final Leg leg;
    private final long bytesBefore;
    private long emptiedAtRead = -1;

    Entry(Leg leg) {
      this.leg = leg;
      this.bytesBefore = leg.bytesRead();
    }

    boolean settled(long lastTurn) {
      if (leg.inputOver() || leg.paused() || leg.lastReadTurn() < lastTurn) {
        return true;
      }
      if (emptiedAtRead >= 0 && leg.reads() > emptiedAtRead) {
        return true;
      }
      if (emptiedAtRead < 0 && leg.lastReadEmptiedTheKernel()) {
        emptiedAtRead = leg.reads();
      }
      return leg.bytesRead() - bytesBefore > MORE_THAN_A_KERNEL_BUFFERS;
    }
  }
}
