package io.github.connectionprobe.observer.http1;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Holds the head of one message, as much of it as has arrived. Heads are small and looked at
 * several times, so that one bulk copy is cheaper than many single reads; bodies are never copied.
 */
final class HeadBuffer {

  /** Longer than any head seen in the wild: servers refuse one at 8 KiB to 64 KiB. */
  static final int LIMIT = 64 * 1024;

  /** Short, so that a body behind a head is hardly copied with it. */
  private static final int STEP = 512;

  private static final byte[] NOTHING = new byte[0];

  private final HeadMemory memory;
  private byte[] bytes = NOTHING;
  private int length;
  private int fieldsStart;
  private int lineStart;
  private boolean complete;

  HeadBuffer(HeadMemory memory) {
    this.memory = memory;
  }

  /**
   * Forgets the head, for the next one. Idle connections, of which there may be many, hold none.
   */
  void clear() {
    length = 0;
    complete = false;
    memory.giveBack(bytes);
    bytes = NOTHING;
  }

  /** Returns the bytes; only the first {@link #length()} count. */
  byte[] bytes() {
    return bytes;
  }

  /** Returns how many bytes of the head have arrived. */
  int length() {
    return length;
  }

  /** Returns where the line behind the start line begins. */
  int fieldsStart() {
    return fieldsStart;
  }

  /** Returns true where the empty line that ends the head has arrived. */
  boolean complete() {
    return complete;
  }

  /** Returns true where the start line has arrived to its end. */
  boolean startLineComplete() {
    return length > 0 && bytes[length - 1] == '\n';
  }

  /**
   * Takes bytes up to the end of the start line, and returns the index behind the last one taken.
   */
  int takeStartLine(ByteBuf from, int index, int end) {
    int stop = Math.min(end, index + LIMIT - length);
    int lineFeed = from.indexOf(index, stop, (byte) '\n');
    int behind = lineFeed < 0 ? stop : lineFeed + 1;
    append(from, index, behind - index);
    fieldsStart = length;
    lineStart = length;
    return behind;
  }

  /**
   * Refuses a start line that has used up all the room without coming to its end.
   *
   * @throws NotHttp1Exception where it has
   */
  void checkRoom() {
    if (length == LIMIT) {
      throw tooLong();
    }
  }

  /** Takes bytes up to the end of the head, and returns the index behind the last one taken. */
  int takeFields(ByteBuf from, int index, int end) {
    int next = index;
    while (next < end) {
      int before = length;
      int step = Math.min(Math.min(end - next, STEP), LIMIT - before);
      if (step == 0) {
        throw tooLong();
      }
      append(from, next, step);
      if (endsWithin(before)) {
        return next + length - before;
      }
      next += step;
    }
    return next;
  }

  private boolean endsWithin(int start) {
    int lineFeed = LineFeeds.next(bytes, start, length);
    while (lineFeed < length) {
      if (lineFeed == lineStart || (lineFeed == lineStart + 1 && bytes[lineStart] == '\r')) {
        length = lineFeed + 1;
        complete = true;
        return true;
      }
      lineStart = lineFeed + 1;
      lineFeed = LineFeeds.next(bytes, lineStart, length);
    }
    return false;
  }

  private void append(ByteBuf from, int index, int count) {
    if (bytes == NOTHING) {
      bytes = memory.takeRoom();
    }
    if (length + count > bytes.length) {
      byte[] small = bytes;
      bytes = Arrays.copyOf(small, Math.max(2 * small.length, length + count));
      memory.giveBack(small);
    }
    from.getBytes(index, bytes, length, count);
    length += count;
  }

  private static NotHttp1Exception tooLong() {
    return new NotHttp1Exception("its head is longer than " + LIMIT / 1024 + " KiB");
  }
}
