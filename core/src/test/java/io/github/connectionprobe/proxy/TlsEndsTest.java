package io.github.connectionprobe.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.connectionprobe.recording.ConnectionEnd;
import io.github.connectionprobe.recording.ConnectionState;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections end through a proxy that looks into TLS. */
@Timeout(30)
class TlsEndsTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII);
  private static final byte[] RESPONSE =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(US_ASCII);

  private static void exchange(SSLSocket client, SSLSocket server) throws IOException {
    client.getOutputStream().write(REQUEST);
    assertThat(server.getInputStream().readNBytes(REQUEST.length)).isEqualTo(REQUEST);
    server.getOutputStream().write(RESPONSE);
    assertThat(client.getInputStream().readNBytes(RESPONSE.length)).isEqualTo(RESPONSE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void closeOfTheClientReachesTheServerAsAnEndOfTlsAndAFin(String version) throws Exception {
    try (TlsPeers peers = TlsPeers.speaking(version)) {
      SSLSocket client = peers.connect();
      TlsPeers.Accepted accepted = peers.accepted();
      SSLSocket server = accepted.tls();
      exchange(client, server);

      client.close();

      assertThat(accepted.below().getInputStream().readAllBytes()).as("an alert").isNotEmpty();
      assertThat(first(peers).end(Side.CLIENT)).map(ConnectionEnd::kind).contains(EndKind.FIN);
      server.close();
      RecordedConnection closed = closed(peers);
      assertThat(closed.state()).isEqualTo(ConnectionState.SF);
      assertThat(closed.exchangeCount()).isEqualTo(1);
      assertThat(closed.observerRetired()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void closeOfTheServerReachesTheClientAsAnEndOfTlsAndAFin(String version) throws Exception {
    try (TlsPeers peers = TlsPeers.speaking(version)) {
      SSLSocket client = peers.connect();
      SSLSocket server = peers.accepted().tls();
      exchange(client, server);

      server.close();

      assertThat(client.getInputStream().read()).isEqualTo(-1);
      RecordedConnection connection = first(peers);
      assertThat(connection.end().orElseThrow().by()).isEqualTo(Side.SERVER);
      assertThat(connection.end().orElseThrow().kind()).isEqualTo(EndKind.FIN);
      if (version.equals("TLSv1.3")) {
        assertThat(connection.end(Side.CLIENT)).as("the client has done nothing yet").isEmpty();
      }
      client.close();
      assertThat(closed(peers).ends()).noneMatch(end -> end.kind() == EndKind.RST);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void finWithoutAnEndOfTlsIsPassedOnAsOne(String version) throws Exception {
    try (TlsPeers peers = TlsPeers.speaking(version)) {
      Socket below = new Socket(InetAddress.getLoopbackAddress(), peers.proxy().port());
      SSLSocket client = peers.connect(below);
      TlsPeers.Accepted server = peers.accepted();
      exchange(client, server.tls());

      below.shutdownOutput();

      assertThat(server.below().getInputStream().readAllBytes()).isEmpty();
      assertThat(first(peers).state()).isEqualTo(ConnectionState.S2);
    }
  }

  @Test
  void halfCloseOfTheClientLeavesTheAnswerItsWay() throws Exception {
    try (TlsPeers peers = TlsPeers.speaking("TLSv1.3")) {
      SSLSocket client = peers.connect();
      SSLSocket server = peers.accepted().tls();
      client.getOutputStream().write(REQUEST);
      client.shutdownOutput();

      assertThat(server.getInputStream().readAllBytes()).isEqualTo(REQUEST);
      server.getOutputStream().write(RESPONSE);
      server.shutdownOutput();

      assertThat(client.getInputStream().readAllBytes()).isEqualTo(RESPONSE);
      client.close();
      server.close();
      assertThat(closed(peers).exchangeCount()).isEqualTo(1);
    }
  }

  @Test
  void halfCloseOfTheServerLeavesTheClientItsWay() throws Exception {
    try (TlsPeers peers = TlsPeers.speaking("TLSv1.3")) {
      SSLSocket client = peers.connect();
      SSLSocket server = peers.accepted().tls();
      server.getOutputStream().write(RESPONSE);
      server.shutdownOutput();

      assertThat(client.getInputStream().readAllBytes()).isEqualTo(RESPONSE);
      client.getOutputStream().write(REQUEST);
      client.shutdownOutput();

      assertThat(server.getInputStream().readAllBytes()).isEqualTo(REQUEST);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void resetOfTheClientResetsTheServer(String version) throws Exception {
    try (TlsPeers peers = TlsPeers.speaking(version)) {
      Socket below = new Socket(InetAddress.getLoopbackAddress(), peers.proxy().port());
      SSLSocket client = peers.connect(below);
      SSLSocket server = peers.accepted().tls();
      exchange(client, server);

      below.setSoLinger(true, 0);
      below.close();

      assertThatThrownBy(() -> server.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      assertThat(first(peers).state()).isEqualTo(ConnectionState.RSTO);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void resetOfTheServerResetsTheClientBehindItsBytes(String version) throws Exception {
    try (TlsPeers peers = TlsPeers.speaking(version)) {
      SSLSocket client = peers.connect();
      TlsPeers.Accepted server = peers.accepted();
      client.getOutputStream().write(REQUEST);
      assertThat(server.tls().getInputStream().readNBytes(REQUEST.length)).isEqualTo(REQUEST);
      server.tls().getOutputStream().write(RESPONSE);

      server.below().setSoLinger(true, 0);
      server.below().close();

      assertThat(client.getInputStream().readNBytes(RESPONSE.length)).isEqualTo(RESPONSE);
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("reset");
      assertThat(first(peers).state()).isEqualTo(ConnectionState.RSTR);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void closeOfTheProxyLeavesNothingOpen(String version) throws Exception {
    try (TlsPeers peers = TlsPeers.speaking(version)) {
      SSLSocket client = peers.connect();
      SSLSocket server = peers.accepted().tls();
      exchange(client, server);

      peers.proxy().close();

      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThat(server.getInputStream().read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void manyBytesPassUnchangedInBothDirections(String version) throws Exception {
    byte[] large = new byte[5_000_000];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 31 >> 3);
    }
    try (TlsPeers peers = TlsPeers.speaking(version)) {
      SSLSocket client = peers.connect();
      SSLSocket server = peers.accepted().tls();
      for (SSLSocket[] way : new SSLSocket[][] {{client, server}, {server, client}}) {
        Thread writer =
            new Thread(
                () -> {
                  try {
                    way[0].getOutputStream().write(large);
                  } catch (IOException failed) {
                    // The reader will miss something.
                  }
                });
        writer.start();
        byte[] read = way[1].getInputStream().readNBytes(large.length);
        writer.join();

        assertThat(Arrays.equals(read, large)).isTrue();
      }
      assertThat(first(peers).bytesFrom(Side.CLIENT)).isEqualTo(large.length);
      assertThat(first(peers).bytesFrom(Side.SERVER)).isEqualTo(large.length);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void serverWaitsForAClientThatDoesNotRead(String version) throws Exception {
    byte[] large = new byte[30_000_000];
    try (TlsPeers peers = TlsPeers.speaking(version)) {
      SSLSocket client = peers.connect();
      SSLSocket server = peers.accepted().tls();
      Thread writer =
          new Thread(
              () -> {
                try {
                  server.getOutputStream().write(large);
                } catch (IOException failed) {
                  // The reader will miss something.
                }
              });
      writer.start();

      RecordedConnection full =
          peers
              .proxy()
              .await(r -> r.connection(1).relayingFrom(Side.SERVER) > 0, SOON)
              .connection(1);
      // No more than was read at once, and the little that encryption adds to it.
      assertThat(full.relayingFrom(Side.SERVER)).isBetween(1L, 2L * ReadBuffers.BULK_SIZE);

      assertThat(client.getInputStream().readNBytes(large.length)).isEqualTo(large);
      writer.join();
      assertThat(first(peers).bytesFrom(Side.SERVER)).isEqualTo(large.length);
    }
  }

  private static RecordedConnection first(TlsPeers peers) {
    return peers.proxy().recording().connections().get(0);
  }

  private static RecordedConnection closed(TlsPeers peers) {
    return peers
        .proxy()
        .await(recording -> recording.connections().get(0).closedAt().isPresent(), SOON)
        .connections()
        .get(0);
  }
}
