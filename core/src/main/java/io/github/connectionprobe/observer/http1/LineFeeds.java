package io.github.connectionprobe.observer.http1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds line feeds eight bytes at a time: reading heads is mostly looking for the next one. */
final class LineFeeds {

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long LINE_FEEDS = 0x0a0a0a0a0a0a0a0aL;
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private LineFeeds() {}

  /** Returns the index of the first line feed, or {@code to} where there is none. */
  static int next(byte[] bytes, int from, int to) {
    int index = from;
    for (; index <= to - 8; index += 8) {
      long zeroWhereFound = (long) EIGHT_BYTES.get(bytes, index) ^ LINE_FEEDS;
      // Subtracting 1 borrows into the high bit of a zero byte, and first of the lowest one.
      long found = (zeroWhereFound - LOW_BITS) & ~zeroWhereFound & HIGH_BITS;
      if (found != 0) {
        return index + Long.numberOfTrailingZeros(found) / 8;
      }
    }
    while (index < to && bytes[index] != '\n') {
      index++;
    }
    return index;
  }
}
