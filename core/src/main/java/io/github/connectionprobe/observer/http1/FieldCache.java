package io.github.connectionprobe.observer.http1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the latest field lines of several connections. Most messages repeat those of one before
 * them, byte for byte: that spares the reading, and recordings share one value.
 *
 * <pre>{@code
 * FieldCache cache = new FieldCache();
 * new Http1Observer(1, listener, cache);
 * new Http1Observer(2, listener, cache);
 * }</pre>
 *
 * <p>Not thread-safe: for observers that belong to the same thread.
 */
public final class FieldCache {

  /** Longer ones are rare, and not worth holding. */
  private static final int LONGEST = 1_024;

  /** A message has its place by its length: those that differ in anything mostly differ in that. */
  private static final int PLACES = 32;

  private final byte[][] lines = new byte[PLACES][];
  private final @Nullable Fields[] fields = new @Nullable Fields[PLACES];

  /** Starts with nothing. */
  public FieldCache() {}

  /** Reads the field lines between the two indexes, or knows them. */
  Fields parse(byte[] bytes, int from, int to) {
    int place = (to - from) % PLACES;
    Fields known = fields[place];
    if (known != null && Arrays.equals(bytes, from, to, lines[place], 0, lines[place].length)) {
      return known;
    }
    Fields parsed = FieldParser.parse(bytes, from, to);
    if (to - from <= LONGEST) {
      lines[place] = Arrays.copyOfRange(bytes, from, to);
      fields[place] = parsed;
    }
    return parsed;
  }
}
