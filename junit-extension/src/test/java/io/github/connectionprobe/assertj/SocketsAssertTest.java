package io.github.connectionprobe.assertj;

import static io.github.connectionprobe.assertj.ConnectionProbeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.report.TextReport;
import io.github.connectionprobe.socket.SocketTable;
import io.github.connectionprobe.socket.TimeWaits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.opentest4j.AssertionFailedError;

/** What real clients do to real sockets, and what is said where it is not as expected. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class SocketsAssertTest {

  private static final int LARGE = 100_000;
  private static final Duration SOON = Duration.ofSeconds(20);

  private BodyServer server;
  private RecordingProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = new BodyServer(LARGE);
    proxy = quietProxy(server.port());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
  }

  /** A port may come back within the minute for which another test's TIME_WAIT stands there. */
  private static RecordingProxy quietProxy(int upstream) {
    while (true) {
      RecordingProxy proxy =
          RecordingProxy.to(Upstream.of("localhost", upstream)).name("orders").start();
      TimeWaits there = SocketTable.read(proxy.port()).timeWaits(proxy.port());
      if (there.connecting() + there.listening() == 0) {
        return proxy;
      }
      proxy.close();
    }
  }

  /** The assertion fails with that text between the heading and the report. */
  private void assertFails(UnaryOperator<SocketsAssert> assertion, String text) {
    RecordingAssert recorded = assertThat(proxy);
    Recording recording = recorded.lookout().latest();
    Throwable failure = catchThrowable(() -> assertion.apply(recorded.sockets()));
    assertThat(failure).isInstanceOf(AssertionFailedError.class);
    assertThat(failure.getMessage().replaceAll("[\\d.,]+( s left| bytes? of| wait)", "_$1"))
        .isEqualTo(
            "Expecting "
                + TextReport.heading(recording)
                + "\n"
                + text
                + "\nMore: docs/sockets.md\n\n"
                + TextReport.of(recording));
  }

  @Test
  void apacheHttpClient5ArmsTcpKeepaliveAfterFiveSeconds() throws IOException {
    try (CloseableHttpClient client = HttpClients.createDefault()) {
      client.execute(
          new HttpGet(proxy.uri()), answer -> EntityUtils.toByteArray(answer.getEntity()));

      assertThat(proxy)
          .sockets()
          .hasTcpKeepalive()
          .hasTcpKeepaliveDueWithin(Duration.ofSeconds(5))
          .hasNoUnreadResponses();
      assertFails(
          SocketsAssert::hasNoTcpKeepalive,
          """
          to have TCP keepalive switched off on every client's socket but it is not on 1 of 1: #1:

            #1 client: ESTABLISHED in this JVM, TCP keepalive armed, _ s left   <<<<<

          Fix: Take out what sets SO_KEEPALIVE on the client's sockets; Apache HttpClient 5 sets it
          unless told otherwise: SocketConfig.setSoKeepAlive(false).""");
      assertFails(
          it -> it.hasTcpKeepaliveDueWithin(Duration.ofMillis(10)),
          """
          to have TCP keepalive due within 0 s on every client's socket but it is not on 1 of 1: #1:

            #1 client: ESTABLISHED in this JVM, TCP keepalive armed, _ s left   <<<<<

          Fix: Set SO_KEEPALIVE on the client's sockets, and TCP_KEEPIDLE for the time: without it the
          machine's applies, two hours as a rule. Apache HttpClient 5: SocketConfig.setSoKeepAlive and
          setTcpKeepIdle; OkHttp: a SocketFactory that sets it.""");
    }
  }

  @Test
  void okHttpDoesNotArmTcpKeepalive() throws IOException {
    OkHttpClient client = new OkHttpClient();
    try (Response response = get(client)) {
      response.body().bytes();
    }

    assertThat(proxy).sockets().hasNoTcpKeepalive();
    assertFails(
        SocketsAssert::hasTcpKeepalive,
        """
        to have TCP keepalive armed on every client's socket but it is not on 1 of 1: #1:

          #1 client: ESTABLISHED in this JVM, TCP keepalive not armed   <<<<<

        Fix: Set SO_KEEPALIVE on the client's sockets, and TCP_KEEPIDLE for the time: without it the
        machine's applies, two hours as a rule. Apache HttpClient 5: SocketConfig.setSoKeepAlive and
        setTcpKeepIdle; OkHttp: a SocketFactory that sets it.""");

    client.connectionPool().evictAll();

    assertThat(proxy).within(SOON).hasNoOpenConnections();
    assertFails(
        SocketsAssert::hasTcpKeepalive,
        """
        to have TCP keepalive armed on every client's socket but no process holds one any more:

        Fix: Assert while the client still has its connection: before it is closed, and where it is
        pooled.""");
  }

  @Test
  void aLeakedResponseLeavesItsBytesUnread() throws IOException {
    OkHttpClient client = new OkHttpClient();
    try (Response leaked = get(client)) {
      assertThat(leaked.code()).isEqualTo(200);
      assertThat(proxy).within(SOON).hasOnlyCompleteExchanges();

      assertFails(
          SocketsAssert::hasNoUnreadResponses,
          """
          to have left no response bytes unread but _ wait in its clients' sockets, on #1:

            #1 client: ESTABLISHED in this JVM, _ bytes of a response never read,   <<<<<
                TCP keepalive not armed

          Fix: Read each response to its end or close it, errors too. Until then its connection can
          serve no other request.""");
    }

    assertThat(proxy).sockets().as("once it is closed").hasNoUnreadResponses();
    client.connectionPool().evictAll();
  }

  @Test
  void aConnectionTheServerEndedAndTheClientForgotIsALeak() throws IOException {
    try (Socket client = connect()) {
      server.hangUp();
      assertThat(proxy).within(SOON).connection(1).wasClosedBy(Side.SERVER);
      assertThat(client.getInputStream().read()).isEqualTo(-1);

      assertFails(
          SocketsAssert::hasNoCloseWaits,
          """
          to have no client's socket in CLOSE_WAIT but 1 of 1 is: #1:

            #1 client: CLOSE_WAIT in this JVM, a leak: the server hung up and nobody closed it,   <<<<<
                TCP keepalive not armed

          Fix: Close what holds the connection, such as a response or a client that is no longer needed:
          the kernel keeps the socket for as long as the process does. Where it is idle in a pool, let
          the pool drop it before the server hangs up.""");
    }
    assertThat(proxy).within(SOON).sockets().hasNoCloseWaits();
  }

  @Test
  void theClientThatEndsFirstKeepsTheTimeWait() throws IOException {
    connect().close();

    assertThat(proxy)
        .within(SOON)
        .sockets()
        .hasTimeWaits(Side.CLIENT, 1)
        .hasTimeWaits(Side.SERVER, 0);
    assertFails(
        SocketsAssert::hasNoTimeWaits,
        """
        to have left no socket in TIME_WAIT but it left 1, on the client's side #1:

        Fix: The side that sends its FIN first keeps its port for 60 seconds. Let the client reuse its
        connections, and let the server close those that nobody uses any more.""");
    assertFails(
        it -> it.hasTimeWaits(Side.SERVER, 1),
        """
        to have left 1 socket in TIME_WAIT on the server's side but it left 0:

        Fix: The side that sends its FIN first keeps its port for 60 seconds. Let the client reuse its
        connections, and let the server close those that nobody uses any more.""");
  }

  @Test
  void aServerThatEndsFirstKeepsTheTimeWait() throws IOException {
    try (Socket client = connect()) {
      server.hangUp();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(proxy)
        .within(SOON)
        .sockets()
        .hasTimeWaits(Side.SERVER, 1)
        .hasTimeWaits(Side.CLIENT, 0);
    assertFails(
        SocketsAssert::hasNoTimeWaits,
        """
        to have left no socket in TIME_WAIT but it left 1, on the server's side #1:

        Fix: The side that sends its FIN first keeps its port for 60 seconds. Let the client reuse its
        connections, and let the server close those that nobody uses any more.""");
  }

  @Test
  void aResetLeavesNoTimeWait() throws IOException {
    Socket client = connect();
    client.setSoLinger(true, 0);
    client.close();

    assertThat(proxy).within(SOON).hasNoOpenConnections();
    assertThat(proxy).sockets().hasNoTimeWaits();
  }

  @Test
  void aServerThatDoesNotAcceptIsTold() throws IOException {
    assertThat(proxy).sockets().hasNoUnacceptedConnections();
    proxy.close();
    try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      proxy = quietProxy(deaf.getLocalPort());
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
        client
            .getOutputStream()
            .write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(proxy).within(SOON).hasServedExchanges(1);
        // Until the kernel has acknowledged the request, another timer is in the way.
        assertThat(proxy).within(SOON).sockets().hasNoTcpKeepalive();

        assertFails(
            SocketsAssert::hasNoUnacceptedConnections,
            """
            to have all connections accepted by the server but _ waits in the kernel, at port %d:

              #1 client: ESTABLISHED in this JVM, TCP keepalive not armed

            Fix: Look at the server: it listens and does not accept, because its threads are busy, its
            limit of connections is reached, or it is not yet started to the end. What the client sends is
            acknowledged by the kernel, and nobody answers."""
                .formatted(deaf.getLocalPort()));
        deaf.accept().close();
        assertThat(proxy).within(SOON).sockets().hasNoUnacceptedConnections();
      }
    }
  }

  @Test
  void aServerThatIsNotHereCannotBeSeenToAccept() throws IOException {
    server.close();
    assertThat(catchThrowable(() -> assertThat(proxy).sockets().hasNoUnacceptedConnections()))
        .hasMessage(
            "Expecting %s\n".formatted(TextReport.heading(proxy.recording()))
                + """
                to have all connections accepted by the server, which cannot be seen here:

                  no process in this network namespace listens on the server's port: the server is in a
                  container or on another machine, or it does not run

                Sockets are read from /proc, which Linux has, for the network namespace of this process. Run
                the test there with the client on the same machine and outside containers. To skip it elsewhere:
                Assumptions.assumeThat(probe.sockets().unavailable()).isEmpty()
                More: docs/sockets.md""");
  }

  @Test
  void descriptionsAndTheTimeGivenHoldForSocketsToo() throws IOException {
    try (Socket client = connect()) {
      assertThat(
              catchThrowable(
                  () ->
                      assertThat(proxy)
                          .as("checkout")
                          .within(Duration.ofMillis(120))
                          .sockets()
                          .hasTimeWaits(Side.CLIENT, 1)))
          .hasMessageStartingWith("[checkout] \nExpecting probe \"orders\"");
      assertThatThrownBy(() -> assertThat(proxy).sockets().hasTimeWaits(Side.CLIENT, -1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("The expected number of sockets is -1. Give 0 or more.");
      client.setKeepAlive(true);
      assertThat(proxy).within(SOON).sockets().hasTcpKeepalive();
    }
  }

  private Socket connect() throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    client
        .getOutputStream()
        .write(
            "GET /orders HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    byte[] head =
        "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    assertThat(client.getInputStream().readNBytes(head.length + LARGE)).startsWith(head);
    return client;
  }

  private Response get(OkHttpClient client) throws IOException {
    return client.newCall(new Request.Builder().url(proxy.uri() + "/orders").build()).execute();
  }
}
