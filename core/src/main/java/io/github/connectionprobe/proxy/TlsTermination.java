package io.github.connectionprobe.proxy;

import io.github.connectionprobe.observer.tls.ClientHello;
import io.github.connectionprobe.observer.tls.FirstHello;
import io.github.connectionprobe.proxy.SessionLines.Line;
import io.github.connectionprobe.recording.Side;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS of one connection that is looked into: two ends, and plain bytes between them.
 *
 * <pre>
 *   client's hello, and the upstream is connected
 *     ──► handshake with the upstream, offering what the client offered
 *     ──► handshake with the client, choosing what the upstream chose
 *     ──► open: decrypt, record, encrypt
 * </pre>
 *
 * <p>A close_notify is passed on as one, and a FIN or RST of TCP is passed on by itself, so a peer
 * that ends without a close_notify is seen to.
 *
 * <p>Not thread-safe: belongs to its loop's thread.
 */
final class TlsTermination implements TlsEndOwner {

  private final Relay relay;
  private final RelayLoop loop;
  private final TlsTerminator terminator;

  /** What came before there was an end to take it. */
  private ByteBuf fromClient = Unpooled.EMPTY_BUFFER;

  private ByteBuf fromServer = Unpooled.EMPTY_BUFFER;

  /** Plain bytes of a server that speaks before the client's handshake is complete. */
  private ByteBuf early = Unpooled.EMPTY_BUFFER;

  private final FirstHello first = new FirstHello();
  private @Nullable InetSocketAddress upstream;
  private @Nullable String destination;
  private @Nullable TlsEnd clientEnd;
  private @Nullable TlsEnd serverEnd;
  private @Nullable Line line;
  private boolean serverEnded;
  private boolean serverFinished;
  private boolean failed;

  TlsTermination(Relay relay, RelayLoop loop, TlsTerminator terminator) {
    this.relay = relay;
    this.loop = loop;
    this.terminator = terminator;
  }

  /** The client asked a forwarding proxy for that, whatever it is mapped to. */
  void destination(Destination named) {
    destination = named.host();
  }

  /** The upstream is connected. */
  void connected(InetSocketAddress address) {
    upstream = address;
    beginWithUpstream();
  }

  /** Takes ciphertext that was read. Takes over the buffer. */
  void bytes(Side from, ByteBuf bytes) {
    relay.record().ciphertext(from, from, bytes);
    TlsEnd end = from == Side.CLIENT ? clientEnd : serverEnd;
    if (failed) {
      bytes.release();
    } else if (end != null) {
      end.received(bytes);
    } else if (from == Side.CLIENT) {
      begin(bytes);
    } else if (destination != null && !fromClient.isReadable()) {
      // A server that speaks first does not speak TLS.
      relay.withoutTls(Side.SERVER, bytes);
    } else {
      fromServer = TlsRecords.joined(fromServer, bytes);
    }
  }

  private void begin(ByteBuf bytes) {
    boolean start = !fromClient.isReadable();
    boolean mayBeTls = bytes.getByte(bytes.readerIndex()) == ProtocolDetector.TLS_RECORD;
    if (start && !mayBeTls && destination != null) {
      relay.withoutTls(Side.CLIENT, bytes);
    } else if (start && !mayBeTls) {
      bytes.release();
      failed = true;
      relay.failed(TlsFailures.notTls());
    } else {
      first.bytes(bytes);
      fromClient = TlsRecords.joined(fromClient, bytes);
      beginWithUpstream();
    }
  }

  private void beginWithUpstream() {
    boolean said = first.hello().isPresent() || first.unreadable();
    if (!said || upstream == null || serverEnd != null || failed) {
      return;
    }
    if (first.unreadable()) {
      beginWithClient(new TlsEnd(terminator.rejectingEngine(), this, loop, null));
      return;
    }
    ClientHello hello = first.hello().orElseThrow();
    String host = host(hello, upstream);
    line = terminator.line(hello, host);
    TlsEnd end = new TlsEnd(terminator.upstreamEngine(hello, line), this, loop, Connector::lookUp);
    serverEnd = end;
    end.begin();
    if (fromServer.isReadable()) {
      ByteBuf waiting = fromServer;
      fromServer = Unpooled.EMPTY_BUFFER;
      end.received(waiting);
    }
  }

  /** Returns whom the client takes the server for. */
  private String host(ClientHello hello, InetSocketAddress connected) {
    // A client that looks names up by itself asks a proxy for an address.
    return destination == null ? connected.getHostString() : hello.serverName().orElse(destination);
  }

  private void beginWithClient(TlsEnd end) {
    clientEnd = end;
    ByteBuf waiting = fromClient;
    fromClient = Unpooled.EMPTY_BUFFER;
    end.received(waiting);
  }

  @Override
  public void open(TlsEnd end) {
    if (end == serverEnd) {
      Line with = Objects.requireNonNull(line);
      terminator.done(with);
      String name = first.hello().flatMap(ClientHello::serverName).orElse(with.host());
      boolean resumed = relay.record().handshakes().upstreamResumed();
      SSLEngine engine = terminator.clientEngine(end.engine(), name, resumed);
      beginWithClient(new TlsEnd(engine, this, loop, null));
    } else {
      relay.record().handshakeComplete(end.engine().getApplicationProtocol());
      ByteBuf waiting = early;
      early = Unpooled.EMPTY_BUFFER;
      end.send(waiting);
      waiting.release();
      if (serverEnded) {
        end.closeNotify();
      }
      finishClient();
      relay.letReadOn(Side.SERVER);
    }
  }

  @Override
  public void cipher(TlsEnd end, ByteBuf bytes) {
    Side leg = end == serverEnd ? Side.SERVER : Side.CLIENT;
    relay.record().ciphertext(leg, leg.other(), bytes);
    (end == serverEnd ? relay.server() : relay.client()).outlet().send(bytes);
  }

  @Override
  public void plain(TlsEnd end, ByteBuf bytes) {
    boolean fromServer = end == serverEnd;
    relay.record().bytes(fromServer ? Side.SERVER : Side.CLIENT, bytes);
    TlsEnd other = fromServer ? clientEnd : serverEnd;
    if (other != null && other.open()) {
      other.send(bytes);
    } else {
      early = TlsRecords.joined(early, bytes.retain());
    }
  }

  @Override
  public void ended(TlsEnd end) {
    TlsEnd other = end == serverEnd ? clientEnd : serverEnd;
    serverEnded |= end == serverEnd;
    relay.record().closeNotify(end == serverEnd ? Side.SERVER : Side.CLIENT);
    if (other != null) {
      other.closeNotify();
    }
  }

  /** The peer sent a FIN. */
  void fin(Side from) {
    if (from == Side.CLIENT) {
      relay.server().outlet().finish();
    } else {
      serverFinished = true;
      finishClient();
    }
  }

  /** Passes the server's FIN on, behind everything that the server sent. */
  private void finishClient() {
    TlsEnd server = serverEnd;
    boolean nothingToCome = server == null || (!server.busy() && !server.open());
    boolean allSent = clientEnd != null && clientEnd.open();
    if (serverFinished && (nothingToCome || allSent || failed)) {
      relay.client().outlet().finish();
      relay.closeWhenFinished();
    }
  }

  @Override
  public void caughtUp(TlsEnd end) {
    finishClient();
    relay.letReadOn(end == serverEnd ? Side.SERVER : Side.CLIENT);
  }

  @Override
  public void failed(TlsEnd end, SSLException cause) {
    failed = true;
    if (end == serverEnd && !end.open() && upstream != null) {
      relay.upstreamFailed(
          TlsFailures.upstreamKind(cause),
          TlsFailures.upstreamDetail(upstream, cause, relay.record().handshakes().named()),
          () -> {
            end.sendAlert();
            relay.client().outlet().send(TlsFailures.alert());
          });
    } else if (end == clientEnd && !end.open() && first.hello().isPresent()) {
      // The client goes by itself, and how it goes is worth recording.
      String detail = TlsFailures.client(cause, first.hello(), terminator.standardNames());
      relay.record().handshakeFailed(TlsFailures.by(cause), detail);
      end.sendAlert();
      finishClient();
    } else if (end == clientEnd && !end.open()) {
      end.sendAlert();
      relay.failed(TlsFailures.unreadable(cause));
    } else {
      end.sendAlert();
      relay.failed(TlsFailures.afterwards(end == serverEnd ? "server" : "client", cause));
    }
  }

  /** Returns how many bytes wait here for what the peer of that side is doing. */
  long waitingFor(Side side) {
    return side == Side.CLIENT
        ? fromServer.readableBytes() + early.readableBytes() + unread(serverEnd)
        : fromClient.readableBytes() + unread(clientEnd);
  }

  private static long unread(@Nullable TlsEnd end) {
    return end == null || !end.busy() ? 0 : end.unread();
  }

  /** Nothing is left of the connection. */
  void close() {
    failed = true;
    fromClient.release();
    fromServer.release();
    early.release();
    fromClient = Unpooled.EMPTY_BUFFER;
    fromServer = Unpooled.EMPTY_BUFFER;
    early = Unpooled.EMPTY_BUFFER;
    if (clientEnd != null) {
      clientEnd.close();
    }
    if (serverEnd != null) {
      serverEnd.close();
    }
  }
}
