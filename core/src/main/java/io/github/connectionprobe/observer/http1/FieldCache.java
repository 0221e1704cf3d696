package io.github.connectionprobe.observer.http1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the latest field lines of one direction. Most messages on a connection repeat those of
 * the message before, byte for byte: that spares the reading, and recordings share one value.
 */
final class FieldCache {

  /** Longer ones are rare, and not worth holding for every idle connection. */
  private static final int LONGEST = 1_024;

  private byte[] lines = {};
  private int length;
  private @Nullable Fields fields;

  /** Reads the field lines between the two indexes, or knows them. */
  Fields parse(byte[] bytes, int from, int to) {
    if (fields != null && Arrays.equals(bytes, from, to, lines, 0, length)) {
      return fields;
    }
    Fields parsed = FieldParser.parse(bytes, from, to);
    if (to - from <= LONGEST) {
      remember(bytes, from, to);
      fields = parsed;
    }
    return parsed;
  }

  private void remember(byte[] bytes, int from, int to) {
    length = to - from;
    if (lines.length < length) {
      lines = new byte[length];
    }
    System.arraycopy(bytes, from, lines, 0, length);
  }
}
