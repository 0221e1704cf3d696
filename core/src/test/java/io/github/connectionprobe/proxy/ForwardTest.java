package io.github.connectionprobe.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.ConnectionState;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.UpstreamFailure;
import io.github.connectionprobe.recording.UpstreamFailure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a forwarding proxy and its clients say to each other, byte by byte. */
class ForwardTest {

  private static final String CONNECTED = "HTTP/1.1 200 Connection established\r\n\r\n";
  private static final byte[] SOCKS_METHOD = {5, 0};
  private static final byte[] SOCKS_CONNECTED = {5, 0, 0, 1, 0, 0, 0, 0, 0, 0};
  private static final String PAYLOAD = "\5\0CONNECT payload";

  private EchoServer server;
  private RecordingProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = new EchoServer();
    proxy = RecordingProxy.forward(Destinations.loopback()).start();
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static String read(Socket socket, int bytes) throws IOException {
    return new String(socket.getInputStream().readNBytes(bytes), ISO_8859_1);
  }

  private static String readToTheEnd(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /** The greeting, and a request for a name, an IPv4 or an IPv6 address. */
  private String socks(String typeAndHost) {
    return unhex("050100" + "050100" + typeAndHost) + port(server.port());
  }

  private static String unhex(String hex) {
    return new String(HexFormat.of().parseHex(hex), ISO_8859_1);
  }

  private static String port(int port) {
    return "" + (char) (port >> 8) + (char) (port & 0xff);
  }

  private String localhost() {
    return socks("0309" + HexFormat.of().formatHex("localhost".getBytes(ISO_8859_1)));
  }

  private String connectRequest() {
    return "CONNECT localhost:"
        + server.port()
        + " HTTP/1.1\r\nHost: localhost\r\nProxy-Connection: keep-alive\r\n\r\n";
  }

  private static String socksAnswers() {
    return new String(SOCKS_METHOD, ISO_8859_1) + new String(SOCKS_CONNECTED, ISO_8859_1);
  }

  @Test
  void socksRequestsAreUnderstoodWhereverTheyAreSplit() throws IOException {
    assertUnderstoodWhereverSplit(localhost(), socksAnswers());
  }

  @Test
  void connectRequestsAreUnderstoodWhereverTheyAreSplit() throws IOException {
    assertUnderstoodWhereverSplit(connectRequest(), CONNECTED);
  }

  /** What follows the request is the server's, also where it came in the same segment. */
  private void assertUnderstoodWhereverSplit(String request, String answer) throws IOException {
    String all = request + PAYLOAD;
    for (int split = 0; split <= all.length(); split++) {
      try (Socket client = connect()) {
        send(client, all.substring(0, split));
        // Whatever has reached the kernel is read before a recording is given.
        proxy.recording();
        send(client, all.substring(split));
        assertThat(read(client, answer.length())).as("split at %d", split).isEqualTo(answer);
        assertThat(read(client, PAYLOAD.length())).as("split at %d", split).isEqualTo(PAYLOAD);
        client.shutdownOutput();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
      }
      RecordedConnection connection = proxy.recording().connection(split + 1);
      assertThat(connection.destination()).contains("localhost:" + server.port());
      assertThat(connection.bytesFrom(Side.CLIENT)).isEqualTo(PAYLOAD.length());
      assertThat(connection.bytesFrom(Side.SERVER)).isEqualTo(PAYLOAD.length());
      assertThat(connection.state()).isEqualTo(ConnectionState.SF);
    }
  }

  @Test
  void requestsThatComeByteByByteAreUnderstood() throws IOException {
    for (String request : new String[] {localhost(), connectRequest()}) {
      try (Socket client = connect()) {
        for (int i = 0; i < request.length(); i++) {
          send(client, request.substring(i, i + 1));
          proxy.recording();
        }
        String answer = request.startsWith("C") ? CONNECTED : socksAnswers();
        assertThat(read(client, answer.length())).isEqualTo(answer);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "017f000001, 127.0.0.1",
    "0400000000000000000000ffff7f000001, 127.0.0.1",
    "03093132372e302e302e31, 127.0.0.1",
    "030a4c4f43414c484f53542e, localhost"
  })
  void socksAddressesOfEveryTypeAreUnderstood(String typeAndHost, String host) throws IOException {
    try (Socket client = connect()) {
      send(client, socks(typeAndHost) + "x");
      assertThat(read(client, 13)).isEqualTo(socksAnswers() + "x");
    }
    assertThat(proxy.recording().destinations()).containsExactly(host + ":" + server.port());
  }

  @Test
  void addressesOfVersion6AreWrittenInBrackets() throws IOException {
    try (Socket client = connect()) {
      send(client, "CONNECT [::1]:1 HTTP/1.1\r\n\r\n");
      readToTheEnd(client);
    }
    assertThat(proxy.recording().destinations()).containsExactly("[0:0:0:0:0:0:0:1]:1");
  }

  @ParameterizedTest
  @CsvSource({
    // greeting and request; what is answered; why, for the recording
    "050102, 05ff, insists on authentication",
    "050100 05020001 7f000001 0001, 0500 05070001000000000000, SOCKS5 command BIND",
    "050100 05030001 7f000001 0001, 0500 05070001000000000000, SOCKS5 command UDP ASSOCIATE",
    "050100 05090001 7f000001 0001, 0500 05070001000000000000, SOCKS5 command 9",
    "050100 05010002 7f000001 0001, 0500 05080001000000000000, has the address type 2",
    "050100 05010001 7f000001 0000, 0500 05010001000000000000, a port is between 1 and 65535",
    "050100 05010003 02612f 0050, 0500 05010001000000000000, names the host \"a/\"",
    "050100 05010003 00 0050 00, 0500 05010001000000000000, names the host \"\"",
    "050100 04010001 7f000001 0050, 0500 05010001000000000000, does not begin with a 5",
    "0401005000000001 00, 005b000000000000, the client spoke SOCKS4",
    "160301, '', the client began with TLS",
    "00, '', neither SOCKS5 nor an HTTP/1 request line",
  })
  void whatIsNotSupportedIsAnsweredAndRecorded(String said, String answer, String reason)
      throws IOException {
    try (Socket client = connect()) {
      send(client, unhex(said.replace(" ", "")));
      assertThat(readToTheEnd(client)).isEqualTo(unhex(answer.replace(" ", "")));
    }
    UpstreamFailure failure = proxy.recording().connection(1).upstreamFailure().orElseThrow();
    assertThat(failure.kind()).isEqualTo(Kind.NOT_NAMED);
    assertThat(failure.detail()).contains(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET http://u:secret@localhost/a?token=1 HTTP/1.1 | 405 Method Not Allowed"
            + " | the client sent \"GET http://localhost/a\" to be passed on as another request",
        "GET /a?token=1 HTTP/1.1 | 405 Method Not Allowed"
            + " | the client sent \"GET /a\", as if the probe were the server",
        "CONNECT localhost HTTP/1.1 | 400 Bad Request | CONNECT for \"localhost\"; a destination is",
        "CONNECT [localhost]:80 HTTP/1.1 | 400 Bad Request | CONNECT for \"[localhost]:80\"",
        "CONNECT localhost:65536 HTTP/1.1 | 400 Bad Request | CONNECT for \"localhost:65536\"",
        "CONNECT 999.0.0.1:80 HTTP/1.1 | 400 Bad Request | CONNECT for \"999.0.0.1:80\"",
        "hello | 400 Bad Request | neither SOCKS5 nor an HTTP/1 request line",
      })
  void otherHttpRequestsAreAnsweredWithWhatToDo(String line, String status, String reason)
      throws IOException {
    try (Socket client = connect()) {
      send(client, line + "\r\nHost: localhost\r\n\r\n");
      assertThat(readToTheEnd(client))
          .startsWith("HTTP/1.1 " + status + "\r\n")
          .contains("Connection: close\r\n")
          .contains(reason)
          .doesNotContain("secret")
          .doesNotContain("token");
    }
    UpstreamFailure failure = proxy.recording().connection(1).upstreamFailure().orElseThrow();
    assertThat(failure.kind()).isEqualTo(Kind.NOT_NAMED);
    assertThat(failure.detail()).contains(reason).doesNotContain("secret");
  }

  @Test
  void destinationsThatAreNotAllowedAreRefusedWithTheWayOut() throws IOException {
    try (Socket client = connect()) {
      send(client, "CONNECT api.example:443 HTTP/1.1\r\n\r\n");
      assertThat(readToTheEnd(client))
          .startsWith("HTTP/1.1 403 Forbidden\r\n")
          .endsWith(
              "\r\n\r\nconnection-probe: The upstream is not allowed: the client asked for"
                  + " api.example:443, and allowed are localhost, 127.0.0.0/8 and [::1]; add"
                  + " allow(\"api.example:443\"), or map it to a server on this machine.\n");
    }
    try (Socket client = connect()) {
      send(client, unhex("05010005010001" + "c0000201") + port(443));
      assertThat(readToTheEnd(client)).isEqualTo(unhex("0500" + "05020001000000000000"));
    }
    RecordedConnection connection = proxy.recording().connection(2);
    assertThat(connection.upstreamFailure().orElseThrow().kind()).isEqualTo(Kind.NOT_ALLOWED);
    assertThat(connection.destination()).contains("192.0.2.1:443");
    assertThat(connection.state()).isEqualTo(ConnectionState.REJ);
    assertThat(connection.open()).isFalse();
  }

  @Test
  void theProbeDoesNotForwardToItself() throws IOException {
    try (Socket client = connect()) {
      send(client, "CONNECT localhost:" + proxy.port() + " HTTP/1.1\r\n\r\n");
      assertThat(readToTheEnd(client)).contains("403 Forbidden").contains("is the probe itself");
    }
  }

  @Test
  void refusalsOfTheUpstreamReachTheClientInItsProtocol() throws IOException {
    try (Backend nobody = Backend.refusing()) {
      try (Socket client = connect()) {
        send(client, "CONNECT 127.0.0.1:" + nobody.port() + " HTTP/1.1\r\n\r\n");
        assertThat(readToTheEnd(client))
            .startsWith("HTTP/1.1 502 Bad Gateway\r\n")
            .contains("The upstream refused the connection: ");
      }
      try (Socket client = connect()) {
        send(client, unhex("05010005010001" + "7f000001") + port(nobody.port()));
        assertThat(readToTheEnd(client)).isEqualTo(unhex("0500" + "05050001000000000000"));
      }
      assertThat(proxy.recording().connections())
          .extracting(c -> c.upstreamFailure().orElseThrow().kind())
          .containsExactly(Kind.REFUSED, Kind.REFUSED);
    }
  }

  @Test
  void namesThatHaveNoAddressAreToldAsSuch() throws IOException {
    // No resolver has to be asked about this name: a label has at most 63 characters.
    String name = "a".repeat(64) + ".invalid:80";
    try (RecordingProxy allowing =
        RecordingProxy.forward(Destinations.loopback().allow(name)).start()) {
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), allowing.port())) {
        send(client, "CONNECT " + name + " HTTP/1.1\r\n\r\n");
        assertThat(readToTheEnd(client)).startsWith("HTTP/1.1 502").contains("has no address");
      }
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), allowing.port())) {
        String host = name.substring(0, name.indexOf(':'));
        send(client, unhex("05010005010003") + (char) host.length() + host + port(80));
        assertThat(readToTheEnd(client)).isEqualTo(unhex("0500" + "05040001000000000000"));
      }
      assertThat(allowing.recording().connection(1).upstreamFailure().orElseThrow().kind())
          .isEqualTo(Kind.UNRESOLVED);
    }
  }

  @Test
  void aMappedNameIsFoundWhereItIsMappedTo() throws IOException {
    Destinations destinations =
        Destinations.loopback().map("https://api.example", Upstream.from(server::port));
    try (RecordingProxy mapping = RecordingProxy.forward(destinations).start();
        Socket client = new Socket(mapping.proxy())) {
      client.connect(InetSocketAddress.createUnresolved("API.example", 443));
      send(client, "x");
      assertThat(read(client, 1)).isEqualTo("x");
      assertThat(mapping.recording().destinations()).containsExactly("api.example:443");
      assertThat(mapping.recording().upstream()).isEqualTo("api.example:443");
    }
  }

  @Test
  void anAddressCountsAsTheAllowedNameThatHasIt() {
    Destinations destinations =
        Destinations.loopback().allow("localhost:443", "nowhere.example:80");
    Destination asked = Destination.of(InetAddress.getLoopbackAddress(), 443);

    assertThat(destinations.mayBeKnownByName(asked)).isTrue();
    assertThat(destinations.findByAddress(asked).orElseThrow().destination())
        .hasToString("localhost:443");
    assertThat(destinations.mayBeKnownByName(new Destination("192.0.2.1", 444))).isFalse();
    assertThat(destinations.findByAddress(new Destination("192.0.2.1", 443))).isEmpty();
  }

  @Test
  void aClientThatLeavesBeforeItHasSaidWhereToIsJustOver() throws IOException {
    try (Socket client = connect()) {
      send(client, "\5");
    }
    try (Socket client = connect()) {
      client.setSoLinger(true, 0);
    }
    var recording =
        proxy.await(it -> it.opened() == 2 && it.stillOpen() == 0, Duration.ofSeconds(20));
    assertThat(recording.connections()).allMatch(c -> c.upstreamFailure().isEmpty());
    assertThat(recording.connections())
        .extracting(c -> c.end().orElseThrow().kind())
        .containsExactly(EndKind.FIN, EndKind.RST);
  }

  @Test
  void aClientThatDoesNotSayWhereToIsNotWaitedForForEver() throws IOException {
    try (RecordingProxy impatient =
        RecordingProxy.forward(Destinations.loopback()).patience(Duration.ofMillis(1)).start()) {
      for (String beginning : new String[] {"", "\5", "CONNECT localhost:1 HTTP/1.1\r\n"}) {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), impatient.port())) {
          client.setSoTimeout(20_000);
          send(client, beginning);
          readToTheEnd(client);
        }
      }
      assertThat(impatient.recording().connections())
          .extracting(c -> c.upstreamFailure().orElseThrow().detail())
          .containsOnly("the client did not say where to within 1 ms");
    }
  }

  @Test
  void aRequestWithoutAnEndIsCutShort() throws IOException {
    try (Socket client = connect()) {
      send(client, "CONNECT localhost:1 HTTP/1.1\r\n");
      send(client, ("X: " + "y".repeat(1021) + "\r\n").repeat(17));
      assertThat(readToTheEnd(client)).startsWith("HTTP/1.1 400 Bad Request");
    }
  }

  @Test
  void randomBytesNeverBreakTheProxy() throws IOException {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    String[] beginnings = {"", "\5\1\0", "\5\1\0\5\1\0", "CONNECT ", "CONNECT a:1 HTTP/1.1\r\n"};
    for (int i = 0; i < 200; i++) {
      byte[] bytes = new byte[random.nextInt(1, 300)];
      random.nextBytes(bytes);
      try (Socket client = connect()) {
        send(client, beginnings[i % beginnings.length]);
        client.getOutputStream().write(bytes);
      } catch (IOException refusedAlready) {
        // The answer came before the rest was sent.
      }
    }
    try (Socket client = connect()) {
      send(client, connectRequest() + "x");
      assertThat(read(client, CONNECTED.length() + 1)).as("seed %d", seed).endsWith("x");
    }
    assertThat(proxy.recording().connections())
        .allMatch(c -> c.observerRetired().isEmpty(), "not failed, seed " + seed);
  }

  @Test
  void endsAreAsFaithfulAsWithoutForwarding() throws IOException {
    try (Backend backend = Backend.listening();
        Socket client = connect()) {
      send(client, "CONNECT 127.0.0.1:" + backend.port() + " HTTP/1.1\r\n\r\n");
      try (Peer peer = backend.accept()) {
        read(client, CONNECTED.length());
        send(client, "half");
        client.shutdownOutput();
        peer.readToTheEnd();
        peer.send("rest");
        assertThat(read(client, 4)).isEqualTo("rest");
        assertThat(proxy.recording().connection(1).state()).isEqualTo(ConnectionState.S2);
        peer.reset();
      }
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(() -> client.getInputStream().read()))
          .isInstanceOf(java.net.SocketException.class);
      assertThat(proxy.recording().connection(1).state()).isEqualTo(ConnectionState.RSTR);
    }
  }

  @Test
  void javasOwnSocketsSpeakToIt() throws IOException {
    assertThat(proxy.proxy().type()).isEqualTo(Proxy.Type.SOCKS);
    try (Socket client = new Socket(proxy.proxy())) {
      client.connect(new InetSocketAddress("localhost", server.port()));
      send(client, "x");
      assertThat(read(client, 1)).isEqualTo("x");
    }
  }
}
