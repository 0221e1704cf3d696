package io.github.connectionprobe.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.ConnectionEnd;
import io.github.connectionprobe.recording.ConnectionState;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.Phase;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.socket.SocketFacts;
import io.github.connectionprobe.socket.SocketState;
import io.github.connectionprobe.socket.TcpKeepalive;
import io.github.connectionprobe.socket.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A web server with Node and Express, and the ways in which a connection to it can go. */
@Timeout(180)
class ExpressScenesIT {

  /** What express.js sets, and how much later Node may act on it. */
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(2);

  private static final Duration LATEST_CLOSE = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String EXPRESS = "express@4.21.2";

  @TempDir static Path directory;

  private static Path serverSource;
  private static Path clientSource;

  private Program server;
  private RecordingProxy proxy;

  @BeforeAll
  static void installExpress() throws Exception {
    Tools.require("node", "npm");
    Path log = directory.resolve("npm.log");
    Process npm =
        new ProcessBuilder(
                "npm", "install", "--no-audit", "--no-fund", "--prefix", "" + directory, EXPRESS)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (npm.waitFor() != 0) {
      Tools.missing("npm cannot install " + EXPRESS + ": " + Files.readString(log));
    }
    serverSource = Program.source("express.js", directory);
    clientSource = Program.source("client.js", directory);
  }

  @BeforeEach
  void start() throws Exception {
    server = Program.start(Map.of(), "node", serverSource);
    proxy = RecordingProxy.to(Upstream.of("127.0.0.1", Integer.parseInt(server.line()))).start();
  }

  @AfterEach
  void stop() {
    proxy.close();
    server.close();
  }

  @Test
  void theServerClosesAnIdleConnectionAndResetsALatePacket() throws Exception {
    try (Wire wire = Wire.watch(proxy.port());
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      byte[] request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8);
      client.getOutputStream().write(request);
      InputStream in = client.getInputStream();
      while (in.read() >= 0) {
        // The response, and then the end that the server sends when its patience is over.
      }
      writeUntilReset(client, request);

      RecordedConnection connection = recordingOnce(it -> it.stillOpen() == 0).connection(1);

      assertThat(connection.ends().get(0))
          .satisfies(
              end -> {
                assertThat(end.by()).isEqualTo(Side.SERVER);
                assertThat(end.kind()).isEqualTo(EndKind.FIN);
                assertThat(end.phase()).isEqualTo(Phase.IDLE);
                assertThat(end.idleBefore()).isBetween(IDLE_TIMEOUT, LATEST_CLOSE);
              });
      assertThat(connection.ends().get(1).kind()).isEqualTo(EndKind.RST);
      assertThat(connection.state()).isEqualTo(ConnectionState.RSTR);
      List<Wire.Conversation> judged = wire.conversations();
      assertThat(List.of(ends(connection))).isEqualTo(Wire.ends(judged));
      assertThat(seconds(connection.ends().get(0).at().minus(connection.openedAt())))
          .as("time from opening to FIN")
          .isCloseTo(
              judged.get(0).ends().get(0).at() - judged.get(0).openedAt(), Offset.offset(0.2));
    }
  }

  private static void writeUntilReset(Socket client, byte[] request) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    try {
      while (System.nanoTime() < deadline) {
        client.getOutputStream().write(request);
      }
    } catch (IOException reset) {
      return;
    }
    throw new AssertionError("The late packets were never answered with a RST.");
  }

  @Test
  void continuousRequestsKeepTheConnectionOpen() throws Exception {
    try (Wire wire = Wire.watch(proxy.port())) {
      run("/", 6, 500);

      RecordedConnection connection = recordingOnce(it -> it.stillOpen() == 0).connection(1);

      assertThat(connection.exchangeCount()).isEqualTo(6);
      List<RecordedExchange> exchanges = connection.exchanges();
      for (int i = 1; i < exchanges.size(); i++) {
        assertThat(exchanges.get(i).start().minus(exchanges.get(i - 1).lastByte()))
            .isLessThan(IDLE_TIMEOUT);
      }
      assertThat(exchanges.get(5).start().minus(connection.openedAt()))
          .as("longer than the server keeps an idle connection")
          .isGreaterThan(IDLE_TIMEOUT);
      assertThat(wire.conversations()).hasSize(1);
    }
  }

  @Test
  void theClientClosesRightAfterTheResponse() throws Exception {
    try (Wire wire = Wire.watch(proxy.port())) {
      run("/", 1, 0);

      RecordedConnection connection = recordingOnce(it -> it.stillOpen() == 0).connection(1);

      ConnectionEnd end = connection.end().orElseThrow();
      assertThat(end.by()).isEqualTo(Side.CLIENT);
      assertThat(end.phase()).isEqualTo(Phase.IDLE);
      assertThat(end.idleBefore()).isLessThan(IDLE_TIMEOUT);
      assertThat(List.of(ends(connection))).isEqualTo(Wire.ends(wire.conversations()));
    }
  }

  @Test
  void aServerThatThinksForSecondsIsProbedByTcpKeepaliveMeanwhile() throws Exception {
    Tools.require("ss");
    try (Wire wire = Wire.watchAll(proxy.port());
        Program client = client("/think/3000", 1, 0)) {
      assertThat(server.line()).isEqualTo("thinking");

      SocketState socket =
          SocketFacts.of(proxy.recording()).connection(1).client().socket().orElseThrow();
      assertThat(socket.keepalive().armed()).isEqualTo(TcpKeepalive.Armed.YES);
      assertThat(socket.keepalive().left()).isLessThanOrEqualTo(Duration.ofSeconds(1));
      assertThat(Tools.run("ss", "-tnoH", "dport = :" + proxy.port())).contains("timer:(keepalive");
      client.finish();

      RecordedExchange exchange =
          recordingOnce(it -> it.stillOpen() == 0).connection(1).exchanges().get(0);
      assertThat(exchange.complete()).isTrue();
      assertThat(exchange.lastByte().minus(exchange.start()))
          .isGreaterThanOrEqualTo(Duration.ofMillis(2_900));
      assertThat(wire.keepaliveProbesByClients()).isPositive();
    }
  }

  @Test
  void aServerKilledWhileItThinksLeavesARequestWithoutResponse() throws Exception {
    try (Wire wire = Wire.watch(proxy.port());
        Program client = client("/think/60000", 1, 0)) {
      assertThat(server.line()).isEqualTo("thinking");

      server.kill();
      assertThat(client.line()).isEqualTo("ECONNRESET");
      client.finish();

      RecordedConnection connection = recordingOnce(it -> it.stillOpen() == 0).connection(1);
      ConnectionEnd end = connection.end().orElseThrow();
      assertThat(end.by()).isEqualTo(Side.SERVER);
      assertThat(end.kind()).as("nothing was left unread").isEqualTo(EndKind.FIN);
      assertThat(end.phase()).isEqualTo(Phase.AWAITING_RESPONSE);
      assertThat(connection.exchanges().get(0).response()).isEmpty();
      assertThat(List.of(ends(connection))).isEqualTo(Wire.ends(wire.conversations()));
    }
  }

  private void run(String path, int requests, int pauseMillis) throws Exception {
    try (Program client = client(path, requests, pauseMillis)) {
      client.finish();
    }
  }

  private Program client(String path, int requests, int pauseMillis) throws IOException {
    // Node 18 takes the first address of a name, which for localhost may be the one of IPv6.
    String url = "http://127.0.0.1:" + proxy.port() + path;
    return Program.start(Map.of(), "node", clientSource, url, requests, pauseMillis);
  }

  private Recording recordingOnce(Predicate<Recording> condition) {
    Recording recording = proxy.await(it -> it.opened() > 0 && condition.test(it), LIMIT);
    assertThat(recording.opened()).isEqualTo(1);
    return recording;
  }

  private static List<String> ends(RecordedConnection connection) {
    return connection.ends().stream().map(end -> end.by() + " " + end.kind()).toList();
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
