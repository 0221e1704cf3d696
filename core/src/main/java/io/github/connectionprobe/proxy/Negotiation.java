package io.github.connectionprobe.proxy;

import io.github.connectionprobe.recording.UpstreamFailure;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
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

  /** How long a refused client has to read the answer, which a close too early would destroy. */
  private static final int READ_ANSWER_MILLIS = 1_000;

  private enum State {
    LISTENING,
    CONNECTING,
    REFUSED
  }

  private final Relay relay;
  private final RelayLoop loop;
  private final Forwarding forwarding;
  private final Future<?> deadline;
  private final ProxyRequest request = new ProxyRequest();
  private State state = State.LISTENING;
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
      int before = request.length();
      int length = listen(bytes);
      bytes.skipBytes(length < 0 ? bytes.readableBytes() : length - before);
    }
    if (state != State.REFUSED && bytes.isReadable()) {
      return false;
    }
    bytes.release();
    return true;
  }

  /** Returns how long the client's request was, or a negative number where it goes no further. */
  private int listen(ByteBuf bytes) {
    Step step = request.hear(bytes, this::send);
    if (step instanceof Step.Connect connect) {
      state = State.CONNECTING;
      deadline.cancel(false);
      forwarding.connect(relay, connect.destination());
      return connect.length();
    } else if (step instanceof Step.Refuse refuse) {
      refuse(refuse);
    }
    return -1;
  }

  private void late(Duration patience) {
    if (state == State.LISTENING && !relay.client().closed()) {
      refuse(
          request.refuse("the client did not say where to within " + patience.toMillis() + " ms"));
    }
  }

  private void refuse(Step.Refuse refusal) {
    answer = refusal.answer();
    relay.upstreamFailed(UpstreamFailure.Kind.NOT_NAMED, refusal.reason());
  }

  /** Tells the client that it is connected. */
  void succeeded() {
    Dialect dialect = request.dialect();
    if (dialect != null) {
      send(dialect.connected());
    }
  }

  /** Tells the client that it will not be connected, and closes its connection. */
  void failed(UpstreamFailure.Kind kind, String reason) {
    state = State.REFUSED;
    deadline.cancel(false);
    Dialect dialect = request.dialect();
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
