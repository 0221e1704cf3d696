package io.github.connectionprobe.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * An engine that reads and writes Netty's buffers, with the ciphertext that it has not read yet.
 * Not thread-safe.
 */
final class TlsRecords {

  private final SSLEngine engine;
  private @Nullable ByteBuf unread;

  TlsRecords(SSLEngine engine) {
    this.engine = engine;
  }

  /** Takes ciphertext, and takes over the buffer. */
  void add(ByteBuf bytes) {
    unread = unread == null ? bytes : joined(unread, bytes);
  }

  /** Returns a buffer of its own with the bytes of both, which are released. */
  static ByteBuf joined(ByteBuf first, ByteBuf second) {
    try {
      return Unpooled.buffer(first.readableBytes() + second.readableBytes())
          .writeBytes(first)
          .writeBytes(second);
    } finally {
      first.release();
      second.release();
    }
  }

  /** Returns how many bytes wait for the rest of their record, or for a task of the engine. */
  int unread() {
    return unread == null ? 0 : unread.readableBytes();
  }

  /** Lets go of the buffer that was read from, and keeps, if told to, what is left of it. */
  void keep(boolean rest) {
    ByteBuf all = unread;
    if (all != null) {
      // The buffers that are read into are few: a part of a record must not hold one.
      unread = rest && all.isReadable() ? Unpooled.copiedBuffer(all) : null;
      all.release();
    }
  }

  /** Reads at most one record; its plain bytes go behind those in the buffer. */
  SSLEngineResult unwrap(ByteBuf plain) throws SSLException {
    ByteBuf from = unread == null ? Unpooled.EMPTY_BUFFER : unread;
    SSLEngineResult result = engine.unwrap(from.nioBuffer(), space(plain));
    from.skipBytes(result.bytesConsumed());
    plain.writerIndex(plain.writerIndex() + result.bytesProduced());
    return result;
  }

  /** Writes at most one record, which goes behind those in the buffer. */
  SSLEngineResult wrap(ByteBuf plain, ByteBuf cipher) throws SSLException {
    SSLEngineResult result = engine.wrap(plain.nioBuffer(), space(cipher));
    plain.skipBytes(result.bytesConsumed());
    cipher.writerIndex(cipher.writerIndex() + result.bytesProduced());
    return result;
  }

  /** Whether a record of any size fits behind those in the buffer. */
  boolean hasSpace(ByteBuf cipher) {
    return cipher.writableBytes() >= engine.getSession().getPacketBufferSize();
  }

  private static ByteBuffer space(ByteBuf buffer) {
    return buffer.nioBuffer(buffer.writerIndex(), buffer.writableBytes());
  }
}
