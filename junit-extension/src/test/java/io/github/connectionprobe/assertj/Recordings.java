package io.github.connectionprobe.assertj;

import io.github.connectionprobe.recording.BodyFraming;
import io.github.connectionprobe.recording.ConnectionEnd;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.FramingHeaders;
import io.github.connectionprobe.recording.Phase;
import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.RecordedRequest;
import io.github.connectionprobe.recording.RecordedResponse;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Recordings written by hand. Connection n is opened at n00 ms. */
final class Recordings {

  private Recordings() {}

  static Recording of(RecordedConnection... connections) {
    return new Recording(
        "orders",
        "localhost:54321",
        "localhost:8080",
        Instant.EPOCH,
        Duration.ZERO,
        Duration.ofSeconds(10),
        1,
        List.of(connections));
  }

  static RecordedConnection.Builder connection(int number) {
    return RecordedConnection.builder(
            number,
            InetSocketAddress.createUnresolved("127.0.0.1", 50_000 + number),
            Duration.ofMillis(number * 100L))
        .protocol(Protocol.HTTP_1);
  }

  /** A connection that carried complete exchanges, one after the other. */
  static RecordedConnection.Builder carrying(int number, int exchanges) {
    List<RecordedExchange> carried = new ArrayList<>();
    for (int i = 1; i <= exchanges; i++) {
      carried.add(exchange(number, i, Map.of()));
    }
    return connection(number).exchanges(carried);
  }

  /** A connection whose request asked to close it, which the server then did. */
  static RecordedConnection closed(int number) {
    Map<String, List<String>> close = Map.of("Connection", List.of("close"));
    return connection(number)
        .exchanges(List.of(exchange(number, 1, close)))
        .ends(List.of(end(number, Side.SERVER, EndKind.FIN), end(number, Side.CLIENT, EndKind.FIN)))
        .closedAt(Duration.ofMillis(number * 100L + 50))
        .build();
  }

  static ConnectionEnd end(int connection, Side by, EndKind kind) {
    return new ConnectionEnd(
        by, kind, Phase.IDLE, Duration.ofMillis(connection * 100L + 50), Duration.ofMillis(40));
  }

  static RecordedExchange exchange(int connection, int number, Map<String, List<String>> headers) {
    RecordedRequest request = request(connection, number, headers);
    RecordedResponse response =
        new RecordedResponse(
            200,
            "HTTP/1.1",
            FramingHeaders.of(Map.of("Content-Length", List.of("5"))),
            BodyFraming.CONTENT_LENGTH,
            5,
            request.lastByte().plusMillis(1),
            request.lastByte().plusMillis(2),
            true);
    return new RecordedExchange(connection, number, request, List.of(), Optional.of(response));
  }

  /** A request without a response. */
  static RecordedExchange unanswered(int connection, int number) {
    return new RecordedExchange(
        connection, number, request(connection, number, Map.of()), List.of(), Optional.empty());
  }

  private static RecordedRequest request(
      int connection, int number, Map<String, List<String>> headers) {
    Duration at = Duration.ofMillis(connection * 100L + number * 5L);
    return new RecordedRequest(
        "GET",
        "/100%25/" + number,
        "HTTP/1.1",
        FramingHeaders.of(headers),
        BodyFraming.NONE,
        0,
        at,
        at,
        true);
  }
}
