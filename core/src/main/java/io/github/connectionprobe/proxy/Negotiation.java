package io.github.connectionprobe.proxy;

import io.github.connectionprobe.recording.UpstreamFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What passes between a client and a forwarding proxy before the client's own bytes.
 *
 * <pre>
 *   listening ──all said──► connecting ──connected──► (the relay goes on without it)
 *       │ not understood, not in time    │ not allowed, refused, …
 *       ▼                                ▼
 *    refused: the client is told why, and its connection closed with a FIN
 * </pre>
 *
 * <p>None of it is counted or observed. Not thread-safe: belongs to its loop's thread.
 */
final class Negotiation {

  /** More than that is no request to a proxy. */
  static final int MOST_SAID = 16 * 1024;

  /** How long a refused client has to read the answer, which a close too early would destroy. */
  private static final int READ_ANSWER_MILLIS = 1_000;

  private static final byte SOCKS4 = 4;
  private static final byte TLS_HANDSHAKE = 0x16;
  private static final byte SOCKS4_REFUSED = 0x5b;

  private enum State {
    LISTENING,
    CONNECTING,
    REFUSED
  }

  private final Relay relay;
  private final RelayLoop loop;
  private final Forwarding forwarding;
  private final Future<?> deadline;
  private byte[] said = {};
  private State state = State.LISTENING;
  private @Nullable Dialect dialect;
  private @Nullable ByteBuf answer;

  Negotiation(Relay relay, RelayLoop loop, Forwarding forwarding, Duration patience) {
    this.relay = relay;
    this.loop = loop;
    this.forwarding = forwarding;
    this.deadline =
        loop.loop().schedule(() -> late(patience), patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether what the client does now is meant for the upstream. */
  boolean relays() {
    return state == State.CONNECTING;
  }

  boolean refused() {
    return state == State.REFUSED;
  }

  /**
   * Takes from the buffer what is meant for the proxy.
   *
   * @return true where that was all of it; the buffer is released then
   */
  boolean takes(Leg from, ByteBuf bytes) {
    if (from != relay.client() || state == State.CONNECTING) {
      return false;
    }
    if (state == State.LISTENING) {
      int before = said.length;
      said = Arrays.copyOf(said, before + bytes.readableBytes());
      bytes.getBytes(bytes.readerIndex(), said, before, said.length - before);
      int length = listen();
      bytes.skipBytes(length < 0 ? bytes.readableBytes() : length - before);
    }
    if (state != State.REFUSED && bytes.isReadable()) {
      return false;
    }
    bytes.release();
    return true;
  }

  /** Returns how long the client's request was, or a negative number where it goes no further. */
  private int listen() {
    while (true) {
      Dialect spoken = dialect == null ? byFirstByte() : dialect;
      if (spoken == null) {
        return -1;
      }
      dialect = spoken;
      Step step = spoken.look(Unpooled.wrappedBuffer(said));
      if (step instanceof Step.Reply reply) {
        send(reply.bytes());
      } else if (step instanceof Step.Connect connect) {
        state = State.CONNECTING;
        deadline.cancel(false);
        forwarding.connect(relay, connect.destination());
        return connect.length();
      } else if (step instanceof Step.Refuse refuse) {
        refuse(refuse.reason(), refuse.answer());
        return -1;
      } else {
        if (said.length > MOST_SAID) {
          refuse("what the client said to the proxy has no end within " + MOST_SAID + " bytes");
        }
        return -1;
      }
    }
  }

  private @Nullable Dialect byFirstByte() {
    byte first = said[0];
    if (first == Socks5.VERSION) {
      return new Socks5();
    } else if (first > ' ') {
      return new HttpConnect();
    } else if (first == SOCKS4) {
      refuse(
          "the client spoke SOCKS4; the probe speaks SOCKS5 and HTTP CONNECT",
          Unpooled.wrappedBuffer(new byte[] {0, SOCKS4_REFUSED, 0, 0, 0, 0, 0, 0}));
    } else if (first == TLS_HANDSHAKE) {
      refuse(
          "the client began with TLS, as if the probe were the server or a proxy behind TLS; a"
              + " forwarding probe is to be given to the client as a plain proxy: probe.proxy() or"
              + " probe.proxySelector()");
    } else {
      refuse("the client began with neither SOCKS5 nor an HTTP/1 request line");
    }
    return null;
  }

  private void late(Duration patience) {
    if (state == State.LISTENING && !relay.client().closed()) {
      refuse("the client did not say where to within " + patience.toMillis() + " ms");
    }
  }

  private void refuse(String reason) {
    refuse(
        reason,
        dialect == null
            ? Unpooled.EMPTY_BUFFER
            : dialect.refused(UpstreamFailure.Kind.NOT_NAMED, reason));
  }

  private void refuse(String reason, ByteBuf answer) {
    this.answer = answer;
    relay.upstreamFailed(UpstreamFailure.Kind.NOT_NAMED, reason);
  }

  /** Tells the client that it is connected. */
  void succeeded() {
    if (dialect != null) {
      send(dialect.connected());
    }
  }

  /** Tells the client that it will not be connected, and closes its connection. */
  void failed(UpstreamFailure.Kind kind, String reason) {
    state = State.REFUSED;
    deadline.cancel(false);
    if (answer != null) {
      send(answer);
    } else if (dialect != null) {
      send(dialect.refused(kind, reason));
    }
    relay.client().outlet().finish();
    loop.loop().schedule(relay.client()::close, READ_ANSWER_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void send(ByteBuf bytes) {
    if (bytes.isReadable()) {
      relay.client().outlet().send(bytes);
    }
  }
}
