package io.github.connectionprobe.proxy;

import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.UpstreamFailure;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection: two legs, and what passes between them.
 *
 * <pre>
 *   client ══ client leg ── bytes, FIN, RST ──► server leg ══ upstream
 *                        ◄── bytes, FIN, RST ──
 * </pre>
 *
 * <p>Every fact is recorded before it is passed on. Both legs do the same for their own side; what
 * differs is only that the server leg has to be connected first.
 *
 * <p>Not thread-safe: belongs to its loop's thread.
 */
final class Relay {

  private final Leg client;
  private final Leg server;
  private final ConnectionRecord record;
  private final Consumer<Relay> whenClosed;

  /** Null where the bytes are passed on as they are, whatever they are. */
  private @Nullable TlsTermination tls;

  private final int listenerPort;
  private @Nullable Negotiation negotiation;
  private boolean over;

  Relay(
      RelayChannel accepted,
      Settling settling,
      RelayLoop loop,
      Recorder recorder,
      @Nullable TlsTerminator terminator,
      Consumer<Relay> whenClosed) {
    this.whenClosed = whenClosed;
    this.listenerPort = accepted.localAddress().getPort();
    this.client = new Leg(Side.CLIENT, this, settling, loop);
    this.server = new Leg(Side.SERVER, this, settling, loop);
    this.tls = terminator == null ? null : new TlsTermination(this, loop, terminator);
    this.record = recorder.opened(accepted.remoteAddress(), this);
    recorder.capture(record, client, server);
    client.use(accepted);
  }

  Leg client() {
    return client;
  }

  Leg server() {
    return server;
  }

  Leg other(Leg leg) {
    return leg == client ? server : client;
  }

  /** The port that the client connected to. */
  int listenerPort() {
    return listenerPort;
  }

  /** Whether the end is recorded; what is left is to pass it on. */
  boolean over() {
    return over;
  }

  /** Lets the client say first where to, instead of relaying from the first byte on. */
  void negotiate(Negotiation first) {
    negotiation = first;
  }

  /** The client has said where to. */
  void destination(Destination destination) {
    record.destination(destination.toString());
    if (tls != null) {
      tls.destination(destination);
    }
  }

  ConnectionRecord record() {
    return record;
  }

  /** There is a connection to the upstream. */
  void connected(InetSocketAddress address) {
    endNegotiation();
    server.start();
    if (tls != null) {
      tls.connected(address);
    }
  }

  /** There was a connection to the upstream, and the upstream reset it at once. */
  void connectedAndReset(InetSocketAddress upstream) {
    endNegotiation();
    server.tape().opened(server.requireChannel(), upstream);
    reset(server);
  }

  private void endNegotiation() {
    if (negotiation != null) {
      negotiation.succeeded();
      negotiation = null;
    }
  }

  void bytes(Leg from, ByteBuf bytes) {
    if (negotiation != null && negotiation.takes(from, bytes)) {
      return;
    }
    if (tls != null) {
      tls.bytes(from.side(), bytes);
      return;
    }
    record.bytes(from.side(), bytes);
    other(from).outlet().send(bytes);
  }

  /** Client and server of a forwarding proxy do not speak TLS: goes on as with any others. */
  void withoutTls(Side from, ByteBuf bytes) {
    tls = null;
    bytes(from == Side.CLIENT ? client : server, bytes);
  }

  /** Returns how many bytes wait for the peer of that leg to take them. */
  long waitingFor(Leg leg) {
    long unsent = leg.outlet().unsent();
    return tls == null ? unsent : unsent + tls.waitingFor(leg.side());
  }

  /** What the side sent and had to wait has been dealt with. */
  void letReadOn(Side side) {
    (side == Side.CLIENT ? server : client).letTheOtherReadOn();
  }

  /** A peer has taken everything that it kept waiting. */
  void caughtUp() {
    record.caughtUp();
  }

  /** The side sent a FIN, behind all the bytes that were read from it. */
  void fin(Leg from) {
    if (negotiation != null && !negotiation.relays()) {
      endBeforeConnected(negotiation, EndKind.FIN);
      return;
    }
    record.ended(from.side(), EndKind.FIN);
    if (tls != null) {
      tls.fin(from.side());
    } else {
      other(from).outlet().finish();
    }
    closeWhenFinished();
  }

  /** The side sent a RST, behind all the bytes that were read from it. */
  void reset(Leg from) {
    from.tape().receivedReset();
    if (negotiation != null && !negotiation.relays()) {
      endBeforeConnected(negotiation, EndKind.RST);
      return;
    }
    if (!over) {
      record.ended(from.side(), EndKind.RST);
      over = true;
      other(from).abortAfterSending();
    }
    from.close();
  }

  /** The client is gone before it had an upstream, or after it was told that there is none. */
  private void endBeforeConnected(Negotiation unfinished, EndKind how) {
    if (!unfinished.refused()) {
      record.ended(Side.CLIENT, how);
      record.abandoned();
    }
    over = true;
    client.close();
    server.close();
  }

  /** There is no upstream. The client cannot be refused any more, only reset. */
  void upstreamFailed(UpstreamFailure.Kind kind, String detail) {
    upstreamFailed(kind, detail, () -> {});
  }

  /** There is an upstream, but not one to talk to; last words go out in front of the RST. */
  void upstreamFailed(UpstreamFailure.Kind kind, String detail, Runnable lastWords) {
    if (!over) {
      record.upstreamFailed(kind, detail);
      lastWords.run();
      if (negotiation != null) {
        negotiation.failed(kind, detail);
      } else {
        over = true;
        client.abortAfterSending();
      }
    }
    server.close();
  }

  /** The relay itself failed. Whatever the peers do now, it is not their doing. */
  void failed(Throwable cause) {
    failed("the probe failed and reset both sides: " + cause);
  }

  /** The relay cannot go on, for a reason that the recording tells. */
  void failed(String reason) {
    if (!over) {
      record.failed(reason);
      over = true;
      client.abortAfterSending();
      server.abortAfterSending();
      if (negotiation != null && !negotiation.relays()) {
        server.close();
      }
    }
  }

  /** Closes both legs once both directions have been ended and passed on. */
  void closeWhenFinished() {
    if (client.finished() && server.finished()) {
      over = true;
      client.close();
      server.close();
    }
  }

  /** Ends the connection from the middle, when the proxy is closed. */
  void abandon() {
    over = true;
    record.proxyClosed();
    client.close();
    server.close();
  }

  /** A leg is closed; with the second one nothing is left of this connection. */
  void legClosed() {
    if (client.closed() && server.closed()) {
      if (tls != null) {
        tls.close();
      }
      record.relayClosed();
      whenClosed.accept(this);
    }
  }

  long relayingFromClient() {
    return waitingFor(server);
  }

  long relayingFromServer() {
    return waitingFor(client);
  }
}
