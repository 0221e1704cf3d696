package io.github.connectionprobe.observer.tls;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Puts the handshake messages of one peer together again, which may share a record and be spread
 * over several. Only hellos are kept, of the others nothing but type and length.
 */
final class Messages {

  static final int CLIENT_HELLO = 1;
  static final int SERVER_HELLO = 2;
  static final int NEW_SESSION_TICKET = 4;

  /** No hello comes near it, and more is not worth memory. */
  static final int LONGEST_HELLO = 64 * 1024;

  private static final int HEADER = 4;

  interface Listener {
    /** Returns whether messages can still be read, which may end with any of them. */
    default boolean readable() {
      return true;
    }

    /**
     * Learns of a complete message.
     *
     * @param body its content where it is a hello, else nothing
     */
    void message(int type, int length, byte[] body) throws NotTlsException;
  }

  private final Listener listener;
  private int headerRead;
  private int type;
  private int length;
  private int read;
  private byte[] body = new byte[0];

  Messages(Listener listener) {
    this.listener = listener;
  }

  void bytes(ByteBuf bytes, int from, int to) throws NotTlsException {
    int at = from;
    while (at < to && listener.readable()) {
      if (headerRead < HEADER) {
        header(bytes.getByte(at++) & 0xff);
      } else {
        int count = Math.min(to - at, length - read);
        if (isHello()) {
          keep(bytes, at, count);
        }
        read += count;
        at += count;
      }
      if (headerRead == HEADER && read == length) {
        headerRead = 0;
        listener.message(type, length, isHello() ? Arrays.copyOf(body, length) : new byte[0]);
      }
    }
  }

  private void header(int value) throws NotTlsException {
    if (headerRead == 0) {
      type = value;
      length = 0;
      read = 0;
    } else {
      length = length << 8 | value;
    }
    headerRead++;
    if (headerRead == HEADER && isHello() && length > LONGEST_HELLO) {
      throw new NotTlsException("it announces a hello of " + length + " bytes");
    }
  }

  private void keep(ByteBuf bytes, int at, int count) {
    if (body.length < read + count) {
      // Grown by what has come, never by what was only announced.
      body = Arrays.copyOf(body, Math.max(read + count, Math.min(2 * body.length, length)));
    }
    bytes.getBytes(at, body, read, count);
  }

  private boolean isHello() {
    return type == CLIENT_HELLO || type == SERVER_HELLO;
  }
}
