package io.github.connectionprobe.proxy;

import io.github.connectionprobe.observer.ExchangeListener;
import io.github.connectionprobe.observer.ProtocolObserver;
import io.github.connectionprobe.observer.http1.HeadMemory;
import io.github.connectionprobe.observer.http1.Http1Observer;
import io.github.connectionprobe.observer.http2.Http2Observer;
import io.github.connectionprobe.observer.tls.TlsObserver;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.Phase;
import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Side;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the bytes of one connection as they pass: finds out what is spoken, and lets the
 * observer of that protocol follow it. Not thread-safe: it belongs to one event loop.
 */
final class ConnectionObserver {

  private final int number;
  private final ExchangeListener listener;
  private final Http1Observer http1;

  /** Null as soon as it has found out. */
  private @Nullable ProtocolDetector detector = new ProtocolDetector();

  private List<FirstBytes> firstBytes = List.of();
  private @Nullable ProtocolObserver observer;
  private Protocol protocol = Protocol.UNKNOWN;
  private @Nullable String failed;

  ConnectionObserver(int connectionNumber, ExchangeListener listener, HeadMemory headMemory) {
    // Nearly everything is HTTP/1, so that is followed from the first byte on.
    number = connectionNumber;
    this.listener = listener;
    http1 = new Http1Observer(connectionNumber, listener, headMemory);
    observer = http1;
  }

  /** Bytes that came before it was known that they are HTTP/2: a few, in pieces. */
  private record FirstBytes(Side from, ByteBuf bytes, long atNanos) {}

  /**
   * Looks at the readable bytes without moving an index, retaining or changing the buffer. Never
   * throws: whatever goes wrong retires the observer.
   *
   * @param from the peer that sent them
   * @param bytes what it sent
   * @param atNanos when they were read, from the start of the recording
   */
  void bytes(Side from, ByteBuf bytes, long atNanos) {
    if (observer == null || failed != null) {
      return;
    }
    try {
      if (detector != null && !detect(detector, from, bytes, atNanos)) {
        return;
      }
      observer.bytes(from, bytes, atNanos);
      if (from == Side.SERVER && observer == http1) {
        switchIfUpgraded(bytes, atNanos);
      }
    } catch (Throwable t) {
      fail(t);
    }
  }

  /** Returns whether the bytes may be HTTP/1, and are to be looked at as such. */
  private boolean detect(ProtocolDetector with, Side from, ByteBuf bytes, long atNanos) {
    protocol = with.look(from, bytes);
    if (protocol == Protocol.UNKNOWN) {
      keepWhileItMayBeHttp2(with, from, bytes, atNanos);
      return with.mayBeRequest();
    }
    if (protocol != Protocol.HTTP_1) {
      observer = observerOf(from, bytes, atNanos);
    }
    detector = null;
    firstBytes = List.of();
    return protocol == Protocol.HTTP_1;
  }

  private void keepWhileItMayBeHttp2(
      ProtocolDetector with, Side from, ByteBuf bytes, long atNanos) {
    if (!with.mayBeHttp2()) {
      firstBytes = List.of();
      return;
    }
    if (firstBytes.isEmpty()) {
      firstBytes = new ArrayList<>(2);
    }
    firstBytes.add(new FirstBytes(from, Unpooled.copiedBuffer(bytes), atNanos));
  }

  private void fail(Throwable t) {
    // Even an Error is only the observer's: the bytes have to be relayed all the same.
    failed = "the observer failed with " + t.getClass().getName();
  }

  private void switchIfUpgraded(ByteBuf bytes, long atNanos) {
    int offset = http1.switchedTo("h2c");
    if (offset < 0) {
      return;
    }
    Http2Observer http2 =
        Http2Observer.upgraded(number, listener, http1.exchanges(), http1.exchangeCount());
    observer = http2;
    int index = bytes.readerIndex() + offset;
    http2.bytes(Side.SERVER, bytes.slice(index, bytes.writerIndex() - index), atNanos);
  }

  private ProtocolObserver http2(Side from, ByteBuf bytes, long atNanos) {
    ProtocolObserver http2 = new Http2Observer(number, listener);
    firstBytes.forEach(first -> http2.bytes(first.from, first.bytes, first.atNanos));
    http2.bytes(from, bytes, atNanos);
    return http2;
  }

  private @Nullable ProtocolObserver observerOf(Side from, ByteBuf bytes, long atNanos) {
    if (protocol == Protocol.HTTP_2) {
      return http2(from, bytes, atNanos);
    }
    if (protocol != Protocol.TLS) {
      return null;
    }
    ProtocolObserver tls = new TlsObserver();
    if (bytes.getByte(bytes.readerIndex()) != ProtocolDetector.TLS_RECORD) {
      // The first byte of the first record came alone, and nobody has been shown it.
      tls.bytes(from, Unpooled.wrappedBuffer(new byte[] {ProtocolDetector.TLS_RECORD}), atNanos);
    }
    tls.bytes(from, bytes, atNanos);
    return tls;
  }

  /** Learns that the peer ended its direction. */
  void ended(Side from, EndKind kind, long atNanos) {
    if (observer != null && failed == null) {
      try {
        observer.ended(from, kind, atNanos);
      } catch (Throwable t) {
        fail(t);
      }
    }
  }

  /** Returns what the connection is doing now. */
  Phase phase() {
    return observer == null || failed != null ? Phase.OPAQUE : observer.phase();
  }

  /** Writes everything known into the builder. */
  void describeTo(RecordedConnection.Builder builder) {
    builder.protocol(protocol);
    if (observer != null && protocol != Protocol.UNKNOWN) {
      // What was said in HTTP/1.1 before an upgrade is overwritten where HTTP/2 knows more.
      if (observer != http1 && protocol == Protocol.HTTP_1) {
        http1.describeTo(builder);
      }
      observer.describeTo(builder);
    }
    if (failed != null) {
      builder.observerRetired(failed);
    }
  }
}
