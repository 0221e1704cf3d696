package io.github.connectionprobe.proxy;

import io.github.connectionprobe.jfr.ConnectionFlight;
import io.github.connectionprobe.recording.ConnectionEnd;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.UpstreamFailure;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one connection while they come in. Not thread-safe: belongs to its loop's thread.
 */
final class ConnectionRecord {

  private final Recorder recorder;
  private final int number;
  private final InetSocketAddress client;
  private final long openedAt;
  private final ConnectionObserver observer;
  private List<ConnectionEnd> ends = List.of();
  private long bytesFromClient;
  private long bytesFromServer;
  private long lastMovedAt;
  private @Nullable Duration closedAt;
  private @Nullable UpstreamFailure upstreamFailure;
  private @Nullable String failed;
  private @Nullable TwoHandshakes handshakes;
  private @Nullable StackTraceElement openedFrom;
  private @Nullable String destination;
  private @Nullable RecordedConnection unchanged;
  private final ConnectionFlight flight;
  private boolean flightEnded;

  /** Null once both of its legs are closed: a record outlives its sockets by far. */
  private @Nullable Relay relay;

  ConnectionRecord(
      Recorder recorder,
      int number,
      InetSocketAddress client,
      long openedAt,
      ConnectionFlight flight,
      @Nullable Relay relay) {
    this.recorder = recorder;
    this.number = number;
    this.client = client;
    this.openedAt = openedAt;
    this.lastMovedAt = openedAt;
    this.flight = flight;
    this.relay = relay;
    this.observer = new ConnectionObserver(number, flight, recorder.headMemory());
  }

  int number() {
    return number;
  }

  /** Records which code opened the connection. */
  void openedFrom(StackTraceElement place) {
    openedFrom = place;
    changed();
  }

  /** Records where the client of a forwarding proxy asked to be connected to. */
  void destination(String asked) {
    destination = asked;
    changed();
  }

  /** Starts to record the handshakes of a connection that is looked into. */
  TwoHandshakes handshakes() {
    TwoHandshakes both = handshakes == null ? new TwoHandshakes() : handshakes;
    handshakes = both;
    return both;
  }

  /**
   * Records ciphertext of a connection that is looked into.
   *
   * @param leg whom the proxy speaks it with
   * @param from who sent it, where the proxy is either one's peer
   */
  void ciphertext(Side leg, Side from, ByteBuf bytes) {
    if (leg == Side.CLIENT) {
      handshakes().withClient(from, bytes, recorder.now());
      changed();
    } else {
      handshakes().withUpstream(from, bytes, recorder.now());
    }
  }

  /** Records that the client's handshake is complete. */
  void handshakeComplete(String protocol) {
    handshakes().complete(protocol);
    changed();
  }

  /** Records that the client's handshake came to nothing. */
  void handshakeFailed(Side by, String detail) {
    handshakes().failed(by, detail, recorder.now());
    changed();
  }

  /** Records that a peer announced the end of what it sends over TLS. */
  void closeNotify(Side by) {
    handshakes().closeNotify(by, recorder.now());
    changed();
  }

  /** Records bytes that were read and are about to be passed on. */
  void bytes(Side from, ByteBuf bytes) {
    long now = recorder.now();
    boolean inFlight = observer.phase().inFlight();
    if (from == Side.CLIENT) {
      bytesFromClient += bytes.readableBytes();
    } else {
      bytesFromServer += bytes.readableBytes();
    }
    lastMovedAt = now;
    observer.bytes(from, bytes, now);
    recorder.inFlightChanged(inFlight, observer.phase().inFlight());
    changed();
  }

  /** Records a FIN or RST. */
  void ended(Side by, EndKind kind) {
    long now = recorder.now();
    Duration at = Duration.ofNanos(now);
    if (ends.isEmpty()) {
      ends = new ArrayList<>(2);
    }
    ends.add(
        new ConnectionEnd(by, kind, observer.phase(), at, Duration.ofNanos(now - lastMovedAt)));
    boolean inFlight = observer.phase().inFlight();
    observer.ended(by, kind, now);
    if (handshakes != null) {
      handshakes.ended(by, kind, now);
    }
    recorder.inFlightChanged(inFlight, observer.phase().inFlight());
    if (kind == EndKind.RST || (has(Side.CLIENT) && has(Side.SERVER))) {
      close(at);
    }
    changed();
  }

  /** Records that there is no upstream for this connection. */
  void upstreamFailed(UpstreamFailure.Kind kind, String detail) {
    Duration at = Duration.ofNanos(recorder.now());
    upstreamFailure = new UpstreamFailure(kind, detail, at);
    close(at);
    changed();
  }

  /** Records that the probe itself could not go on with this connection. */
  void failed(String reason) {
    failed = reason;
    close(Duration.ofNanos(recorder.now()));
    changed();
  }

  /** Records that the proxy closed it because the client had, before it had said where to. */
  void abandoned() {
    close(Duration.ofNanos(recorder.now()));
    changed();
  }

  private void close(Duration at) {
    if (closedAt == null) {
      closedAt = at;
      if (observer.phase().inFlight()) {
        recorder.inFlightChanged(true, false);
      }
    }
  }

  private boolean has(Side side) {
    return ends.stream().anyMatch(end -> end.by() == side);
  }

  /** Wakes whoever waits for bytes to be handed on. */
  void caughtUp() {
    recorder.changed();
  }

  private void changed() {
    unchanged = null;
    if (closedAt != null) {
      endFlight(closedAt);
    }
    recorder.changed();
  }

  /** Nothing is left to hand on. Lets go of the channels and all that hangs on them. */
  void relayClosed() {
    relay = null;
  }

  /** The proxy is closed. For the recording the connection stays open: neither side ended it. */
  void proxyClosed() {
    endFlight(Duration.ofNanos(recorder.now()));
  }

  private void endFlight(Duration at) {
    if (!flightEnded) {
      flightEnded = true;
      flight.ended(() -> snapshot(0, 0), at);
    }
  }

  /** Returns the facts so far. */
  RecordedConnection snapshot() {
    return relay == null
        ? snapshot(0, 0)
        : snapshot(relay.relayingFromClient(), relay.relayingFromServer());
  }

  private RecordedConnection snapshot(long relayingFromClient, long relayingFromServer) {
    boolean atRest = relayingFromClient == 0 && relayingFromServer == 0;
    if (unchanged != null && atRest) {
      return unchanged;
    }
    RecordedConnection.Builder builder =
        RecordedConnection.builder(number, client, Duration.ofNanos(openedAt))
            .bytesFrom(Side.CLIENT, bytesFromClient)
            .bytesFrom(Side.SERVER, bytesFromServer)
            .relayingFrom(Side.CLIENT, relayingFromClient)
            .relayingFrom(Side.SERVER, relayingFromServer)
            .ends(ends);
    observer.describeTo(builder);
    if (handshakes != null) {
      handshakes.recorded().ifPresent(builder::tls);
    }
    if (closedAt != null) {
      builder.closedAt(closedAt);
    }
    if (openedFrom != null) {
      builder.openedFrom(openedFrom);
    }
    if (destination != null) {
      builder.destination(destination);
    }
    if (failed != null) {
      builder.observerRetired(failed);
    }
    if (upstreamFailure != null) {
      builder.upstreamFailure(upstreamFailure);
    }
    RecordedConnection snapshot = builder.build();
    unchanged = atRest ? snapshot : null;
    return snapshot;
  }
}
