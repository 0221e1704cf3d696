package io.github.connectionprobe.jfr;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.ConnectionEnd;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Side;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import jdk.jfr.EventType;
import jdk.jfr.Recording;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a real flight recording holds of probes, beside what the probes recorded themselves. */
@Execution(ExecutionMode.SAME_THREAD)
class JfrEventsTest {

  private static final List<String> NAMES =
      List.of(ConnectionOpenedEvent.NAME, ConnectionEndedEvent.NAME, ExchangeEvent.NAME);

  private static final Duration AT_MOST = Duration.ofSeconds(20);

  @TempDir Path directory;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, 5);
          exchange.getResponseBody().write("hello".getBytes(US_ASCII));
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private RecordingProxy proxy(String name) {
    Upstream upstream = Upstream.of("127.0.0.1", server.getAddress().getPort());
    return RecordingProxy.to(upstream).name(name).start();
  }

  private static Recording recording(List<String> names) {
    Recording recording = new Recording();
    NAMES.forEach(recording::disable);
    names.forEach(recording::enable);
    recording.start();
    return recording;
  }

  private List<RecordedEvent> events(Recording recording, String probe) throws IOException {
    recording.stop();
    Path file = directory.resolve(probe + ".jfr");
    recording.dump(file);
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> NAMES.contains(event.getEventType().getName()))
        .filter(event -> event.getString("probe").equals(probe))
        .toList();
  }

  private static List<RecordedEvent> named(String name, List<RecordedEvent> events) {
    return events.stream().filter(event -> event.getEventType().getName().equals(name)).toList();
  }

  private static void get(RecordingProxy proxy, String path) throws IOException {
    URI uri = URI.create(proxy.uri() + path);
    try (InputStream body = uri.toURL().openConnection(Proxy.NO_PROXY).getInputStream()) {
      body.readAllBytes();
    }
  }

  /** A client that gives up in the middle of its request. */
  private static void giveUp(RecordingProxy proxy) throws IOException {
    try (Socket client = new Socket(proxy.address().getAddress(), proxy.port())) {
      String half = "POST /half HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n12";
      client.getOutputStream().write(half.getBytes(US_ASCII));
      proxy.await(it -> it.exchangeCount() == 3, AT_MOST);
      client.setSoLinger(true, 0);
    }
    proxy.await(it -> it.resets(Side.CLIENT) == 1, AT_MOST);
  }

  @Test
  void eventsEqualWhatTheProbeRecorded() throws IOException {
    List<RecordedEvent> events;
    io.github.connectionprobe.recording.Recording recorded;
    try (Recording flight = recording(NAMES)) {
      try (RecordingProxy proxy = proxy("equal")) {
        get(proxy, "/a?secret=1");
        get(proxy, "/b");
        giveUp(proxy);
        recorded = proxy.recording();
      }
      events = events(flight, "equal");
    }

    List<RecordedConnection> connections = recorded.connections();
    assertThat(connections).hasSize(2);
    assertThat(named(ConnectionOpenedEvent.NAME, events))
        .extracting(e -> e.getInt("connection") + " " + e.getString("client"))
        .containsExactlyInAnyOrderElementsOf(
            connections.stream().map(c -> c.number() + " " + client(c)).toList());
    assertThat(named(ConnectionEndedEvent.NAME, events))
        .extracting(JfrEventsTest::words)
        .containsExactlyInAnyOrderElementsOf(
            connections.stream().map(JfrEventsTest::words).toList());
    assertThat(named(ExchangeEvent.NAME, events))
        .extracting(JfrEventsTest::exchangeWords)
        .containsExactlyInAnyOrderElementsOf(
            recorded.exchanges().stream().map(JfrEventsTest::words).toList());
  }

  private static String client(RecordedConnection connection) {
    return "127.0.0.1:" + connection.client().getPort();
  }

  private static String words(RecordedConnection connection) {
    String end =
        connection
            .end()
            .map((ConnectionEnd it) -> it.by() + " " + it.kind() + " " + it.phase())
            .orElse("  ");
    return connection.number()
        + " "
        + client(connection)
        + " "
        + connection.protocol()
        + " "
        + connection.state()
        + " "
        + end
        + " "
        + connection.exchangeCount()
        + " "
        + connection.bytesFrom(Side.CLIENT)
        + " "
        + connection.bytesFrom(Side.SERVER)
        + connection
            .closedAt()
            .map(closed -> " " + closed.minus(connection.openedAt()).toNanos())
            .orElse("");
  }

  private static String words(RecordedEvent event) {
    boolean closed = !event.getString("endedHow").isEmpty();
    return event.getInt("connection")
        + " "
        + event.getString("client")
        + " "
        + event.getString("protocol")
        + " "
        + event.getString("state")
        + " "
        + event.getString("endedBy")
        + " "
        + event.getString("endedHow")
        + " "
        + event.getString("endedWhen")
        + " "
        + event.getLong("exchanges")
        + " "
        + event.getLong("bytesFromClient")
        + " "
        + event.getLong("bytesFromServer")
        + (closed ? " " + event.getDuration("lifetime").toNanos() : "");
  }

  private static String words(RecordedExchange exchange) {
    return String.format(
        Locale.ROOT,
        "%d.%d %s %s %s %d %s %d %d %d %d",
        exchange.connection(),
        exchange.number(),
        exchange.request().method(),
        exchange.request().path(),
        exchange.request().version(),
        exchange.response().map(response -> response.status()).orElse(0),
        exchange.complete(),
        exchange.request().bodyBytes(),
        exchange.response().map(response -> response.bodyBytes()).orElse(0L),
        exchange
            .response()
            .map(response -> response.firstByte().minus(exchange.start()).toNanos())
            .orElse(0L),
        exchange.lastByte().minus(exchange.start()).toNanos());
  }

  private static String exchangeWords(RecordedEvent event) {
    return String.format(
        Locale.ROOT,
        "%d.%d %s %s %s %d %s %d %d %d %d",
        event.getInt("connection"),
        event.getLong("exchange"),
        event.getString("method"),
        event.getString("path"),
        event.getString("version"),
        event.getInt("status"),
        event.getBoolean("complete"),
        event.getLong("requestBytes"),
        event.getLong("responseBytes"),
        event.getDuration("timeToFirstByte").toNanos(),
        event.getDuration("lasted").toNanos());
  }

  @Test
  void eventsLieWhereTheExchangesLay() throws IOException {
    try (Recording flight = recording(NAMES)) {
      try (RecordingProxy proxy = proxy("times")) {
        get(proxy, "/a");
      }
      List<RecordedEvent> events = events(flight, "times");
      RecordedEvent connection = named(ConnectionEndedEvent.NAME, events).get(0);
      RecordedEvent exchange = named(ExchangeEvent.NAME, events).get(0);

      assertThat(exchange.getDuration()).isPositive();
      assertThat(exchange.getStartTime()).isAfterOrEqualTo(connection.getStartTime());
      assertThat(exchange.getEndTime()).isBeforeOrEqualTo(connection.getEndTime());
      // Both clocks look at the same moments, give or take a thread that was not scheduled.
      assertThat(exchange.getDuration())
          .isCloseTo(exchange.getDuration("lasted"), Duration.ofSeconds(1));
      assertThat(connection.getString("state")).isEqualTo("S1");
      assertThat(connection.getDuration("lifetime")).isPositive();
    }
  }

  @Test
  void onlyEventsThatAreEnabledAreRecorded() throws IOException {
    try (Recording flight = recording(List.of(ConnectionOpenedEvent.NAME))) {
      try (RecordingProxy proxy = proxy("some")) {
        get(proxy, "/a");
      }

      assertThat(events(flight, "some"))
          .extracting(event -> event.getEventType().getName())
          .containsExactly(ConnectionOpenedEvent.NAME);
    }
  }

  @Test
  void recordingsThatBeginLaterHoldWhatEndsFromThenOn() throws IOException {
    RecordingProxy proxy = proxy("later");
    get(proxy, "/a");
    try (Recording flight = recording(NAMES)) {
      try (proxy) {
        get(proxy, "/b");
      }
      List<RecordedEvent> events = events(flight, "later");

      assertThat(named(ConnectionOpenedEvent.NAME, events)).isEmpty();
      assertThat(named(ExchangeEvent.NAME, events))
          .extracting(event -> event.getString("path"))
          .containsExactly("/b");
      RecordedEvent ended = named(ConnectionEndedEvent.NAME, events).get(0);
      assertThat(ended.getLong("exchanges")).isEqualTo(2);
      assertThat(ended.getDuration("lifetime")).isGreaterThan(ended.getDuration());
    }
  }

  @Test
  void refusedUpstreamsAreTold() throws IOException {
    try (Recording flight = recording(NAMES);
        Socket taken = new Socket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Upstream nobody = Upstream.of("127.0.0.1", taken.getLocalPort());
      try (RecordingProxy proxy = RecordingProxy.to(nobody).name("refused").start();
          Socket client = new Socket(proxy.address().getAddress(), proxy.port())) {
        proxy.await(it -> it.stillOpen() == 0 && it.opened() == 1, AT_MOST);
        assertThat(client.isConnected()).isTrue();
      }
      RecordedEvent ended = named(ConnectionEndedEvent.NAME, events(flight, "refused")).get(0);

      assertThat(ended.getString("state")).isEqualTo("REJ");
      assertThat(ended.getString("upstreamFailure")).contains("refused");
      assertThat(ended.getString("endedHow")).isEmpty();
    }
  }

  /** With an upgrade to HTTP/2 the 101 is not the end of the exchange; here it is. */
  @Test
  void exchangesThatSwitchProtocolsAreToldOnce() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    String request =
        "GET /chat HTTP/1.1\r\nHost: x\r\nUpgrade: chat\r\nConnection: upgrade\r\n\r\n";
    String response = "HTTP/1.1 101 Over\r\nUpgrade: chat\r\nConnection: upgrade\r\n\r\n";
    try (Recording flight = recording(NAMES);
        ServerSocket chat = new ServerSocket(0, 1, loopback)) {
      Upstream upstream = Upstream.of("127.0.0.1", chat.getLocalPort());
      try (RecordingProxy proxy = RecordingProxy.to(upstream).name("switch").start();
          Socket client = new Socket(loopback, proxy.port());
          Socket accepted = chat.accept()) {
        client.getOutputStream().write(request.getBytes(US_ASCII));
        accepted.getInputStream().readNBytes(request.length());
        accepted.getOutputStream().write(response.getBytes(US_ASCII));
        client.getInputStream().readNBytes(response.length());
      }

      assertThat(named(ExchangeEvent.NAME, events(flight, "switch")))
          .extracting(event -> event.getString("path") + " " + event.getInt("status"))
          .containsExactly("/chat 101");
    }
  }

  @Test
  void everyFieldIsDocumented() throws IOException {
    String docs = Files.readString(Path.of("..", "docs", "jfr.md"));
    for (Class<? extends jdk.jfr.Event> type :
        List.of(ConnectionOpenedEvent.class, ConnectionEndedEvent.class, ExchangeEvent.class)) {
      EventType event = EventType.getEventType(type);
      assertThat(docs).contains("`" + event.getName() + "`");
      assertThat(event.getDescription()).isNotBlank();
      for (ValueDescriptor field : event.getFields()) {
        if (!List.of("startTime", "duration", "eventThread", "stackTrace")
            .contains(field.getName())) {
          assertThat(docs).contains("`" + field.getName() + "`");
          assertThat(field.getDescription()).isNotBlank();
        }
      }
    }
  }
}
