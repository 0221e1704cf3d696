package io.github.connectionprobe.observer.http1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the heads of several connections need while they are read: room, and what others before them
 * said. Most heads repeat one before them, byte for byte; to know it spares the reading, and
 * recordings share one value. Most heads arrive at once, so that all of them take turns in the same
 * room.
 *
 * <pre>{@code
 * HeadMemory memory = new HeadMemory();
 * new Http1Observer(1, listener, memory);
 * new Http1Observer(2, listener, memory);
 * }</pre>
 *
 * <p>Not thread-safe: for observers that belong to the same thread.
 */
public final class HeadMemory {

  /** Nearly every head fits. */
  private static final int ROOM = 2_048;

  private final Known<RequestLine> requestLines = new Known<>();
  private final Known<StatusLine> statusLines = new Known<>();
  private final Known<Fields> fields = new Known<>();
  private byte @Nullable [] room;

  /** Starts with nothing. */
  public HeadMemory() {}

  /** Returns room for a head; whoever has no more use for it gives it back. */
  byte[] takeRoom() {
    byte[] free = room;
    room = null;
    return free == null ? new byte[ROOM] : free;
  }

  /** Keeps the room for the next head, unless it is larger than usual. */
  void giveBack(byte[] used) {
    if (used.length == ROOM) {
      room = used;
    }
  }

  /**
   * Reads a request line, its line break included, or knows it.
   *
   * @throws NotHttp1Exception where it is not the first line of an HTTP/1 request
   */
  RequestLine requestLine(byte[] bytes, int length) {
    return requestLines.read(bytes, 0, length, (line, from, to) -> RequestLine.parse(line, to));
  }

  /**
   * Reads a status line, its line break included, or knows it.
   *
   * @throws NotHttp1Exception where it is not the first line of an HTTP/1 response
   */
  StatusLine statusLine(byte[] bytes, int length) {
    return statusLines.read(bytes, 0, length, (line, from, to) -> StatusLine.parse(line, to));
  }

  /** Reads the field lines between the two indexes, or knows them. */
  Fields fields(byte[] bytes, int from, int to) {
    return fields.read(bytes, from, to, FieldParser::parse);
  }

  private interface Reader<T> {
    T read(byte[] bytes, int from, int to);
  }

  /** The latest lines of one kind, with what they mean. */
  private static final class Known<T> {

    /** Longer ones are rare, and not worth holding. */
    private static final int LONGEST = 1_024;

    /** Lines have their place by their length: those that differ mostly differ in that. */
    private static final int PLACES = 32;

    private final byte[][] lines = new byte[PLACES][];
    private final Object[] meanings = new Object[PLACES];

    @SuppressWarnings("unchecked") // only values of that type are put in
    T read(byte[] bytes, int from, int to, Reader<T> reader) {
      int place = (to - from) % PLACES;
      byte @Nullable [] known = lines[place];
      if (known != null && Arrays.equals(bytes, from, to, known, 0, known.length)) {
        return (T) meanings[place];
      }
      T meaning = reader.read(bytes, from, to);
      if (to - from <= LONGEST) {
        lines[place] = Arrays.copyOfRange(bytes, from, to);
        meanings[place] = meaning;
      }
      return meaning;
    }
  }
}
