package io.github.connectionprobe.recording;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The facts of a connection while they are collected, for {@link RecordedConnection.Builder}. */
abstract class ConnectionBuilder {

  final int number;
  final InetSocketAddress client;
  final Duration openedAt;
  Optional<Duration> closedAt = Optional.empty();
  Protocol protocol = Protocol.UNKNOWN;
  long bytesFromClient;
  long bytesFromServer;
  long relayingFromClient;
  long relayingFromServer;
  long exchangeCount;
  List<RecordedExchange> exchanges = List.of();
  List<RecordedResponse> unsolicited = List.of();
  List<ConnectionEnd> ends = List.of();
  Optional<UpstreamFailure> upstreamFailure = Optional.empty();
  Optional<Upgrade> upgrade = Optional.empty();
  Optional<String> observerRetired = Optional.empty();
  long strayBytes;
  Optional<StackTraceElement> openedFrom = Optional.empty();
  Optional<String> destination = Optional.empty();
  Optional<Http2Facts> http2 = Optional.empty();
  Optional<TlsHandshake> tls = Optional.empty();
  Optional<EstimatedExchanges> estimatedExchanges = Optional.empty();

  ConnectionBuilder(int number, InetSocketAddress client, Duration openedAt) {
    this.number = number;
    this.client = requireNonNull(client, "client");
    this.openedAt = requireNonNull(openedAt, "openedAt");
  }

  /** Sets when both directions had ended. */
  public final RecordedConnection.Builder closedAt(Duration closedAt) {
    this.closedAt = Optional.of(closedAt);
    return self();
  }

  /** Sets what it speaks; {@link Protocol#UNKNOWN} until set. */
  public final RecordedConnection.Builder protocol(Protocol protocol) {
    this.protocol = requireNonNull(protocol, "protocol");
    return self();
  }

  /** Sets how many bytes the peer sent. */
  public final RecordedConnection.Builder bytesFrom(Side side, long bytes) {
    if (side == Side.CLIENT) {
      bytesFromClient = bytes;
    } else {
      bytesFromServer = bytes;
    }
    return self();
  }

  /** Sets how many bytes of the peer are still on their way to the other one. */
  public final RecordedConnection.Builder relayingFrom(Side side, long bytes) {
    if (side == Side.CLIENT) {
      relayingFromClient = bytes;
    } else {
      relayingFromServer = bytes;
    }
    return self();
  }

  /** Sets how many exchanges began, where more began than are listed. */
  public final RecordedConnection.Builder exchangeCount(long exchangeCount) {
    this.exchangeCount = exchangeCount;
    return self();
  }

  /** Sets the exchanges, in the order begun. */
  public final RecordedConnection.Builder exchanges(List<RecordedExchange> exchanges) {
    this.exchanges = exchanges;
    return self();
  }

  /** Sets the responses that nobody asked for. */
  public final RecordedConnection.Builder unsolicited(List<RecordedResponse> unsolicited) {
    this.unsolicited = unsolicited;
    return self();
  }

  /** Sets the ends, in the order observed. */
  public final RecordedConnection.Builder ends(List<ConnectionEnd> ends) {
    this.ends = ends;
    return self();
  }

  /** Adds an end behind those already set. */
  public final RecordedConnection.Builder end(ConnectionEnd end) {
    List<ConnectionEnd> longer = new ArrayList<>(ends);
    longer.add(end);
    return ends(longer);
  }

  /** Sets why there was no upstream. */
  public final RecordedConnection.Builder upstreamFailure(UpstreamFailure failure) {
    this.upstreamFailure = Optional.of(failure);
    return self();
  }

  /** Sets what its HTTP/2 frames say. */
  public final RecordedConnection.Builder http2(Http2Facts facts) {
    this.http2 = Optional.of(facts);
    return self();
  }

  /** Sets the upgrade. */
  public final RecordedConnection.Builder upgrade(Upgrade upgrade) {
    this.upgrade = Optional.of(upgrade);
    return self();
  }

  /** Sets why its bytes were no longer looked into. */
  public final RecordedConnection.Builder observerRetired(String reason) {
    this.observerRetired = Optional.of(reason);
    return self();
  }

  /** Sets how many bytes of the server belong to no response. */
  public final RecordedConnection.Builder strayBytes(long strayBytes) {
    this.strayBytes = strayBytes;
    return self();
  }

  /** Sets the place in the code under test that opened it. */
  public final RecordedConnection.Builder openedFrom(StackTraceElement place) {
    this.openedFrom = Optional.of(place);
    return self();
  }

  /** Sets what the TLS handshake showed. */
  public final RecordedConnection.Builder tls(TlsHandshake handshake) {
    this.tls = Optional.of(handshake);
    return self();
  }

  /** Sets the estimate of exchanges that cannot be read. */
  public final RecordedConnection.Builder estimatedExchanges(EstimatedExchanges estimate) {
    this.estimatedExchanges = Optional.of(estimate);
    return self();
  }

  /** Sets where the client of a forwarding probe asked to be connected to. */
  public final RecordedConnection.Builder destination(String destination) {
    this.destination = Optional.of(destination);
    return self();
  }

  abstract RecordedConnection.Builder self();
}
