package io.github.connectionprobe.observer.http2;

/**
 * The header of a frame (RFC 9113 §4.1).
 *
 * @param length the length of its payload
 * @param type its type
 * @param flags its flags
 * @param stream the stream it belongs to, 0 for the connection
 * @param begun when its first byte was seen
 */
record Frame(int length, int type, int flags, int stream, long begun) {

  static final int HEADER_LENGTH = 9;

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PUSH_PROMISE = 5;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  private static final int ACK = 0x1;
  private static final int END_STREAM = 0x1;
  private static final int END_HEADERS = 0x4;
  private static final int PADDED = 0x8;
  private static final int WITH_PRIORITY = 0x20;

  static Frame of(byte[] header, long begun) {
    return new Frame(
        (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | (header[2] & 0xff),
        header[3] & 0xff,
        header[4] & 0xff,
        (int) number(header, 5) & Integer.MAX_VALUE,
        begun);
  }

  /** Returns the number that four bytes hold. */
  static long number(byte[] bytes, int from) {
    return (bytes[from] & 0xffL) << 24
        | (bytes[from + 1] & 0xff) << 16
        | (bytes[from + 2] & 0xff) << 8
        | (bytes[from + 3] & 0xff);
  }

  boolean ack() {
    return (flags & ACK) != 0;
  }

  boolean endsStream() {
    return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
  }

  boolean endsHeaders() {
    return (flags & END_HEADERS) != 0;
  }

  boolean padded() {
    return (type == DATA || type == HEADERS || type == PUSH_PROMISE) && (flags & PADDED) != 0;
  }

  boolean carriesPriority() {
    return type == HEADERS && (flags & WITH_PRIORITY) != 0;
  }

  /** Checks what every frame of its type has to keep to (RFC 9113 §6). */
  void check() {
    boolean rightStream =
        switch (type) {
          case DATA, HEADERS, PRIORITY, RST_STREAM, PUSH_PROMISE, CONTINUATION -> stream != 0;
          case SETTINGS, PING, GOAWAY -> stream == 0;
          default -> true;
        };
    boolean rightLength =
        switch (type) {
          case PRIORITY -> length == 5;
          case RST_STREAM, WINDOW_UPDATE -> length == 4;
          case SETTINGS -> length % 6 == 0 && (!ack() || length == 0);
          case PING -> length == 8;
          case GOAWAY -> length >= 8;
          case PUSH_PROMISE -> length >= 4;
          default -> !padded() || length > 0;
        };
    if (!rightStream || !rightLength) {
      throw new NotHttp2Exception(
          "a frame of type " + type + " has length " + length + " and stream " + stream);
    }
  }
}
