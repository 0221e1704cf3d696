package io.github.connectionprobe.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.connectionprobe.recording.ConnectionState;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Starting, asking and closing a proxy. */
class RecordingProxyTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @Test
  void aPortThatIsTakenIsNamedWithTheWayOut() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
      RecordingProxyBuilder builder =
          RecordingProxy.to(Upstream.of("localhost", 1)).name("orders").port(taken.getLocalPort());

      assertThatThrownBy(builder::start)
          .isInstanceOf(UncheckedIOException.class)
          .hasCauseInstanceOf(BindException.class)
          .message()
          .startsWith(
              "The probe \"orders\" cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": ")
          .endsWith(". Choose a free port, or 0 for any free one, on an address of this machine.");
    }
  }

  @Test
  void anAddressOfAnotherMachineCannotBeListenedOn() throws Exception {
    // 192.0.2.0/24 is for documentation (RFC 5737), so no machine has it.
    InetAddress elsewhere = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});

    assertThatThrownBy(RecordingProxy.to(Upstream.of("localhost", 1)).listenOn(elsewhere)::start)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("The probe \"probe\" cannot listen on 192.0.2.1:0: ");
  }

  @Test
  void aPortThatIsNoneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordingProxy.to(Upstream.of("localhost", 1)).port(65_536))
        .withMessage(
            "The port to listen on is 65536, but a port is between 1 and 65535, or 0 for any.");
  }

  @Test
  void aPortCanBeChosenAndIsFreeAgainAfterClose() {
    int port;
    try (RecordingProxy first = RecordingProxy.to(Upstream.of("localhost", 1)).start()) {
      port = first.port();
    }
    try (RecordingProxy second =
        RecordingProxy.to(Upstream.of("localhost", 1)).port(port).start()) {
      assertThat(second.port()).isEqualTo(port);
    }
  }

  @Test
  void theUriStandsInForTheUpstreams() {
    try (RecordingProxy http = RecordingProxy.to(Upstream.parse("localhost:1")).start();
        RecordingProxy https = RecordingProxy.to(Upstream.parse("https://localhost")).start()) {
      assertThat(http.uri()).isEqualTo(URI.create("http://localhost:" + http.port()));
      assertThat(https.uri()).isEqualTo(URI.create("https://localhost:" + https.port()));
      assertThat(http.address().getAddress().isLoopbackAddress()).isTrue();
      assertThat(http.recording().listener()).isEqualTo("localhost:" + http.port());
      assertThat(http.recording().upstream()).isEqualTo("localhost:1");
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere 127.0.0.2 has to be set up first")
  void onlyTheAddressThatLocalhostMeansIsCalledLocalhost() throws Exception {
    InetAddress another = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
    try (EchoServer upstream = new EchoServer();
        RecordingProxy proxy = RecordingProxy.to(upstream.upstream()).listenOn(another).start();
        Socket client = new Socket(proxy.uri().getHost(), proxy.uri().getPort())) {
      assertThat(proxy.host()).isEqualTo("127.0.0.2");
      echo(client);
    }
  }

  @Test
  void aProxyThatListensEverywhereIsReachedAtLocalhost() throws Exception {
    InetAddress anywhere = InetAddress.getByAddress(new byte[4]);
    try (EchoServer upstream = new EchoServer();
        RecordingProxy proxy = RecordingProxy.to(upstream.upstream()).listenOn(anywhere).start();
        Socket client = new Socket(proxy.uri().getHost(), proxy.uri().getPort())) {
      assertThat(proxy.host()).isEqualTo("localhost");
      echo(client);
    }
  }

  @Test
  void proxiesCanBeChained() throws Exception {
    try (EchoServer upstream = new EchoServer();
        RecordingProxy inner = RecordingProxy.to(upstream.upstream()).start();
        RecordingProxy outer = RecordingProxy.to(Upstream.from(inner::address)).start()) {
      try (Socket client = connect(outer)) {
        echo(client);
        client.shutdownOutput();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
      }
      for (RecordingProxy proxy : new RecordingProxy[] {inner, outer}) {
        RecordedConnection connection = proxy.recording().connection(1);
        assertThat(connection.state()).isEqualTo(ConnectionState.SF);
        assertThat(connection.bytesFrom(Side.CLIENT)).isEqualTo(1);
        assertThat(connection.bytesFrom(Side.SERVER)).isEqualTo(1);
      }
    }
  }

  @Test
  void theRecordingOutlivesTheProxyAndItsConnectionsDoNot() throws Exception {
    EchoServer upstream = new EchoServer();
    RecordingProxy proxy = RecordingProxy.to(upstream.upstream()).start();
    try (upstream;
        Socket client = connect(proxy)) {
      echo(client);

      proxy.close();

      Recording last = proxy.recording();
      assertThat(last.connection(1).state()).isEqualTo(ConnectionState.S1);
      assertThat(last.connection(1).bytesFrom(Side.SERVER)).isEqualTo(1);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      proxy.close();
      assertThat(proxy.recording()).isSameAs(last);
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "others refuse when the queue is full")
  void closingEndsAConnectionWhoseUpstreamDoesNotAnswer() throws Exception {
    // Of a queue that is full, Linux takes no more: connecting to it neither succeeds nor fails.
    ServerSocket full = new ServerSocket(0, 1, LOOPBACK);
    RecordingProxy proxy = RecordingProxy.to(Upstream.of("127.0.0.1", full.getLocalPort())).start();
    try (full;
        Socket first = new Socket(LOOPBACK, full.getLocalPort());
        Socket second = new Socket(LOOPBACK, full.getLocalPort());
        Socket client = connect(proxy)) {
      assertThat(first.isConnected() && second.isConnected()).isTrue();
      client.getOutputStream().write(1);
      assertThat(proxy.recording().connection(1).bytesFrom(Side.CLIENT)).isEqualTo(1);

      proxy.close();

      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void severalThreadsMayReadWhileOthersConnect() throws Exception {
    try (EchoServer upstream = new EchoServer();
        RecordingProxy proxy = RecordingProxy.to(upstream.upstream()).start()) {
      Together.Action read =
          () -> {
            Recording before = proxy.recording();
            while (before.opened() < 200 || before.stillOpen() > 0) {
              Recording now = proxy.recording();
              assertThat(now.opened()).isGreaterThanOrEqualTo(before.opened());
              assertThat(now.until()).isGreaterThanOrEqualTo(before.until());
              assertThat(now.connections())
                  .extracting(RecordedConnection::number)
                  .containsExactlyElementsOf(
                      IntStream.rangeClosed(1, now.opened()).boxed().toList());
              before = now;
            }
          };
      Together.Action connect =
          () -> {
            for (int i = 0; i < 50; i++) {
              try (Socket client = connect(proxy)) {
                echo(client);
              }
            }
          };
      Together.run(read, read, read, connect, connect, connect, connect);
      assertThat(proxy.recording().opened()).isEqualTo(200);
    }
  }

  private static Socket connect(RecordingProxy proxy) throws Exception {
    Socket client = new Socket(LOOPBACK, proxy.port());
    client.setSoTimeout(20_000);
    return client;
  }

  private static void echo(Socket client) throws Exception {
    client.getOutputStream().write(7);
    assertThat(client.getInputStream().read()).isEqualTo(7);
  }
}
