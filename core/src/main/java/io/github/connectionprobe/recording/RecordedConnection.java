package io.github.connectionprobe.recording;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One accepted TCP connection and its relayed twin. All times count from the start of the
 * recording.
 *
 * <pre>{@code
 * for (RecordedConnection connection : recording.connections()) {
 *   System.out.println(connection.client() + " carried " + connection.exchangeCount());
 * }
 * }</pre>
 */
public final class RecordedConnection {

  private final int number;
  private final InetSocketAddress client;
  private final Duration openedAt;
  private final Optional<Duration> closedAt;
  private final Protocol protocol;
  private final long bytesFromClient;
  private final long bytesFromServer;
  private final long relayingFromClient;
  private final long relayingFromServer;
  private final long exchangeCount;
  private final List<RecordedExchange> exchanges;
  private final List<RecordedResponse> unsolicited;
  private final List<ConnectionEnd> ends;
  private final Optional<UpstreamFailure> upstreamFailure;
  private final Optional<Upgrade> upgrade;
  private final Optional<String> observerRetired;
  private final long strayBytes;
  private final Optional<StackTraceElement> openedFrom;
  private final Optional<Http2Facts> http2;
  private final Optional<TlsHandshake> tls;
  private final Optional<EstimatedExchanges> estimatedExchanges;
  private final Optional<String> destination;

  private RecordedConnection(Builder builder) {
    number = builder.number;
    client = builder.client;
    openedAt = builder.openedAt;
    closedAt = builder.closedAt;
    protocol = builder.protocol;
    bytesFromClient = builder.bytesFromClient;
    bytesFromServer = builder.bytesFromServer;
    relayingFromClient = builder.relayingFromClient;
    relayingFromServer = builder.relayingFromServer;
    exchanges = List.copyOf(builder.exchanges);
    exchangeCount = Math.max(builder.exchangeCount, exchanges.size());
    unsolicited = List.copyOf(builder.unsolicited);
    ends = List.copyOf(builder.ends);
    upstreamFailure = builder.upstreamFailure;
    upgrade = builder.upgrade;
    observerRetired = builder.observerRetired;
    strayBytes = builder.strayBytes;
    openedFrom = builder.openedFrom;
    http2 = builder.http2;
    tls = builder.tls;
    estimatedExchanges = builder.estimatedExchanges;
    destination = builder.destination;
  }

  /**
   * Starts the description of a connection.
   *
   * @param number its number in accept order, from 1
   * @param client the client's address and port
   * @param openedAt when it was accepted
   */
  public static Builder builder(int number, InetSocketAddress client, Duration openedAt) {
    return new Builder(number, client, openedAt);
  }

  /** Returns a builder that holds everything this connection holds. */
  public Builder toBuilder() {
    Builder copy = new Builder(number, client, openedAt);
    copy.closedAt = closedAt;
    copy.protocol = protocol;
    copy.bytesFromClient = bytesFromClient;
    copy.bytesFromServer = bytesFromServer;
    copy.relayingFromClient = relayingFromClient;
    copy.relayingFromServer = relayingFromServer;
    copy.exchangeCount = exchangeCount;
    copy.exchanges = exchanges;
    copy.unsolicited = unsolicited;
    copy.ends = ends;
    copy.upstreamFailure = upstreamFailure;
    copy.upgrade = upgrade;
    copy.observerRetired = observerRetired;
    copy.strayBytes = strayBytes;
    copy.openedFrom = openedFrom;
    copy.http2 = http2;
    copy.tls = tls;
    copy.estimatedExchanges = estimatedExchanges;
    copy.destination = destination;
    return copy;
  }

  /** Returns its number: connections are numbered from 1 in accept order. */
  public int number() {
    return number;
  }

  /** Returns the client's address and port. A port may come back for a later connection. */
  public InetSocketAddress client() {
    return client;
  }

  /** Returns when it was accepted. */
  public Duration openedAt() {
    return openedAt;
  }

  /** Returns when both directions had ended, where they have. */
  public Optional<Duration> closedAt() {
    return closedAt;
  }

  /** Returns true while at least one direction is open. */
  public boolean open() {
    return closedAt.isEmpty();
  }

  /** Returns what it speaks. After an upgrade this is still what it began with. */
  public Protocol protocol() {
    return protocol;
  }

  /** Returns the number of bytes that the peer sent and the probe read. */
  public long bytesFrom(Side side) {
    return side == Side.CLIENT ? bytesFromClient : bytesFromServer;
  }

  /**
   * Returns how many of the bytes read from the peer were not yet handed to the operating system
   * for the other one. Above zero, the other peer reads slowly; while it is large, what the peer
   * did after those bytes, an end included, is not known.
   */
  public long relayingFrom(Side side) {
    return side == Side.CLIENT ? relayingFromClient : relayingFromServer;
  }

  /** Returns how many exchanges began on it; more than are listed where a limit was met. */
  public long exchangeCount() {
    return exchangeCount;
  }

  /** Returns the exchanges kept, in the order begun: of very many, the first and the last. */
  public List<RecordedExchange> exchanges() {
    return exchanges;
  }

  /** Returns responses that no request had asked for, such as a 408 before an idle close. */
  public List<RecordedResponse> unsolicited() {
    return unsolicited;
  }

  /** Returns every FIN and RST, in the order observed: at most one FIN and one RST a side. */
  public List<ConnectionEnd> ends() {
    return ends;
  }

  /** Returns the end that came first: who ended the connection, and how. */
  public Optional<ConnectionEnd> end() {
    return ends.stream().findFirst();
  }

  /** Returns the peer's first end, where it sent one. */
  public Optional<ConnectionEnd> end(Side side) {
    return ends.stream().filter(end -> end.by() == side).findFirst();
  }

  /** Returns why there was no upstream for it, where there was none. */
  public Optional<UpstreamFailure> upstreamFailure() {
    return upstreamFailure;
  }

  /** Returns when and into what it was upgraded, where it was. */
  public Optional<Upgrade> upgrade() {
    return upgrade;
  }

  /**
   * Returns why its bytes were no longer looked into from some point on, where that happened. The
   * bytes themselves were relayed as ever.
   */
  public Optional<String> observerRetired() {
    return observerRetired;
  }

  /**
   * Returns how many bytes the server sent that belong to no response; above zero, it was for them
   * that the bytes were no longer looked into.
   */
  public long strayBytes() {
    return strayBytes;
  }

  /** Returns the place in the code under test that opened it, where that could be seen. */
  public Optional<StackTraceElement> openedFrom() {
    return openedFrom;
  }

  /**
   * Returns the {@code host:port} that the client asked a forwarding probe for, where it has.
   * Without forward mode there is one upstream for all connections, and this is empty.
   */
  public Optional<String> destination() {
    return destination;
  }

  /** Returns what its TLS handshake showed, where it speaks TLS and the client has begun. */
  public Optional<TlsHandshake> tls() {
    return tls;
  }

  /**
   * Returns what its exchanges are estimated to be; empty where they are observed instead, or where
   * no estimate can be trusted, as with HTTP/2. Never part of {@link #exchangeCount}.
   */
  public Optional<EstimatedExchanges> estimatedExchanges() {
    return estimatedExchanges;
  }

  /**
   * Returns what its HTTP/2 frames say, where it speaks HTTP/2, from its first byte on or after an
   * upgrade from HTTP/1.1.
   */
  public Optional<Http2Facts> http2() {
    return http2;
  }

  /** Returns true where it served more than one exchange. */
  public boolean reused() {
    return exchangeCount > 1;
  }

  /** Returns its state in Zeek's words. */
  public ConnectionState state() {
    if (upstreamFailure.isPresent()) {
      return ConnectionState.REJ;
    }
    for (ConnectionEnd end : ends) {
      if (end.kind() == EndKind.RST) {
        return end.by() == Side.CLIENT ? ConnectionState.RSTO : ConnectionState.RSTR;
      }
    }
    boolean clientEnded = end(Side.CLIENT).isPresent();
    boolean serverEnded = end(Side.SERVER).isPresent();
    if (clientEnded && serverEnded) {
      return ConnectionState.SF;
    }
    return clientEnded ? ConnectionState.S2 : serverEnded ? ConnectionState.S3 : ConnectionState.S1;
  }

  /** Returns number, client, state and exchange count, for a debugger. */
  @Override
  public String toString() {
    return "#" + number + " " + client + " " + state() + " " + exchangeCount + " exchanges";
  }

  /** Collects the facts of one connection. Not thread-safe. */
  public static final class Builder extends ConnectionBuilder {

    private Builder(int number, InetSocketAddress client, Duration openedAt) {
      super(number, client, openedAt);
    }

    /** Returns the connection. */
    public RecordedConnection build() {
      return new RecordedConnection(this);
    }

    @Override
    Builder self() {
      return this;
    }
  }
}
