package io.github.connectionprobe.observer.tls;

import io.netty.buffer.ByteBuf;

/** Follows the records that one peer sends (RFC 8446 §5.1), whatever the segments they come in. */
final class Records {

  static final int CHANGE_CIPHER_SPEC = 20;
  static final int ALERT = 21;
  static final int HANDSHAKE = 22;
  static final int APPLICATION_DATA = 23;
  private static final int HEARTBEAT = 24;

  private static final int HEADER = 5;

  /** What RFC 5246 §6.2.3 allows; TLS 1.3 allows less. */
  private static final int LONGEST = 16_384 + 2_048;

  interface Listener {
    /** Gets content of a record as it comes. */
    void content(int type, int length, ByteBuf bytes, int from, int to) throws NotTlsException;

    /** Learns that a record is complete. */
    void record(int type, int length) throws NotTlsException;
  }

  private final Listener listener;
  private int headerRead;
  private int type;
  private int length;
  private int read;
  private long number = 1;

  Records(Listener listener) {
    this.listener = listener;
  }

  void bytes(ByteBuf bytes) throws NotTlsException {
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (at < end) {
      if (headerRead < HEADER) {
        header(bytes.getByte(at++) & 0xff);
      } else {
        int count = Math.min(end - at, length - read);
        listener.content(type, length, bytes, at, at + count);
        read += count;
        at += count;
      }
      if (headerRead == HEADER && read == length) {
        headerRead = 0;
        number++;
        listener.record(type, length);
      }
    }
  }

  /** Returns the number of the record that is under way or comes next. */
  long number() {
    return number;
  }

  private void header(int value) throws NotTlsException {
    boolean fits =
        switch (headerRead) {
          case 0 -> value >= CHANGE_CIPHER_SPEC && value <= HEARTBEAT;
          case 1 -> value == 3;
          case 2 -> value <= 4;
          default -> true;
        };
    if (!fits) {
      throw new NotTlsException(
          "byte " + (headerRead + 1) + " of its header is " + String.format("0x%02x", value));
    }
    if (headerRead == 0) {
      type = value;
      length = 0;
      read = 0;
    } else if (headerRead > 2) {
      length = length << 8 | value;
    }
    headerRead++;
    if (headerRead == HEADER && length > LONGEST) {
      throw new NotTlsException("it announces " + length + " bytes");
    }
  }
}
