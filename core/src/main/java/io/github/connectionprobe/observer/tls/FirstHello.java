package io.github.connectionprobe.observer.tls;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the ClientHello that a TLS connection begins with, whatever the records and segments it
 * comes in. Not thread-safe.
 */
public final class FirstHello implements Records.Listener {

  private final Records records = new Records(this);
  private final Messages messages = new Messages(this::message);
  private @Nullable ClientHello hello;
  private boolean unreadable;

  /** Waits for the first byte. */
  public FirstHello() {}

  /** Looks at what the client sent next, without moving an index or retaining the buffer. */
  public void bytes(ByteBuf bytes) {
    if (hello != null || unreadable) {
      return;
    }
    try {
      records.bytes(bytes);
    } catch (NotTlsException other) {
      unreadable = hello == null;
    }
  }

  /** Returns the message, once all of it has come. */
  public Optional<ClientHello> hello() {
    return Optional.ofNullable(hello);
  }

  /** Returns true where what came cannot be, or become, a ClientHello. */
  public boolean unreadable() {
    return unreadable;
  }

  private void message(int type, int length, byte[] body) throws NotTlsException {
    if (hello != null) {
      return;
    }
    if (type != Messages.CLIENT_HELLO) {
      throw new NotTlsException("the first message is of type " + type);
    }
    hello = ClientHello.parse(body);
  }

  @Override
  public void content(int type, int length, ByteBuf bytes, int from, int to)
      throws NotTlsException {
    if (type != Records.HANDSHAKE && hello == null) {
      throw new NotTlsException("a record of type " + type + " comes before a ClientHello");
    }
    if (hello == null) {
      messages.bytes(bytes, from, to);
    }
  }

  @Override
  public void record(int type, int length) {}
}
