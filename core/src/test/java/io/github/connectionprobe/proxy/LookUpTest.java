package io.github.connectionprobe.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.connectionprobe.recording.ConnectionState;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.UpstreamFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The upstream is looked up when it is needed, and may come into being after the probe. */
class LookUpTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @Test
  void aSupplierIsAskedAtTheFirstConnectionAndItsAnswerKept() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (EchoServer upstream = new EchoServer();
        RecordingProxy proxy =
            RecordingProxy.to(
                    Upstream.from(
                        () -> {
                          asked.incrementAndGet();
                          return upstream.upstream();
                        }))
                .start()) {
      assertThat(proxy.recording().upstream()).isEqualTo("an upstream that is not known yet");
      assertThat(asked).hasValue(0);

      for (int i = 0; i < 3; i++) {
        assertEchoes(proxy);
        assertThat(asked).hasValue(1);
      }
      assertThat(proxy.recording().upstream()).isEqualTo("127.0.0.1:" + upstream.port());
    }
  }

  @Test
  void aSupplierIsAskedAgainUntilItAnswers() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (EchoServer upstream = new EchoServer();
        RecordingProxy proxy =
            RecordingProxy.to(
                    Upstream.from(
                        () -> {
                          if (asked.incrementAndGet() <= 2) {
                            throw new IllegalStateException("not started");
                          }
                          return upstream.upstream();
                        }))
                .start()) {
      for (int i = 1; i <= 2; i++) {
        assertReset(proxy);
        UpstreamFailure failure = last(proxy).upstreamFailure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(UpstreamFailure.Kind.UNRESOLVED);
        assertThat(failure.detail())
            .isEqualTo(
                "The supplier of the upstream failed: java.lang.IllegalStateException: not"
                    + " started");
      }
      for (int i = 0; i < 3; i++) {
        assertEchoes(proxy);
      }
      assertThat(asked).hasValue(3);
    }
  }

  @Test
  void whatComesDuringALongLookUpIsKeptForTheUpstream() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    try (EchoServer upstream = new EchoServer();
        RecordingProxy proxy =
            RecordingProxy.to(
                    Upstream.from(
                        () -> {
                          await(answer);
                          return upstream.upstream();
                        }))
                .start();
        Socket client = connect(proxy)) {
      byte[] early = new byte[5 << 20];
      Together.run(
          () -> client.getOutputStream().write(early),
          () -> assertThat(client.getInputStream().readNBytes(early.length)).isEqualTo(early),
          () -> {
            // More than the window is not taken in: the client has to wait, as for a slow server.
            RecordedConnection waiting =
                last(proxy, connection -> connection.relayingFrom(Side.CLIENT) >= Leg.WINDOW);
            assertThat(waiting.relayingFrom(Side.CLIENT))
                .isLessThan(Leg.WINDOW + ReadBuffers.BULK_SIZE);
            answer.countDown();
          });
    }
  }

  @Test
  void aServerMayStartAfterTheFirstRefusal() throws Exception {
    InetSocketAddress address;
    try (ServerSocket placeholder = new ServerSocket(0, 1, LOOPBACK)) {
      address = new InetSocketAddress(LOOPBACK, placeholder.getLocalPort());
    }
    try (RecordingProxy proxy = RecordingProxy.to(Upstream.of(address)).start()) {
      assertReset(proxy);
      assertThat(last(proxy).state()).isEqualTo(ConnectionState.REJ);

      try (EchoServer upstream = new EchoServer(address)) {
        assertThat(upstream.port()).isEqualTo(address.getPort());
        assertEchoes(proxy);
      }
    }
  }

  @Test
  void anUpstreamMayHaveAnIpv6Address() throws Exception {
    InetAddress ipv6 = InetAddress.getByName("::1");
    assumeTrue(canListenOn(ipv6), "this machine has no IPv6 loopback address");
    try (EchoServer upstream = new EchoServer(new InetSocketAddress(ipv6, 0));
        RecordingProxy proxy =
            RecordingProxy.to(Upstream.parse("http://[::1]:" + upstream.port()))
                .listenOn(ipv6)
                .start();
        Socket client = new Socket(proxy.uri().getHost(), proxy.port())) {
      client.getOutputStream().write(1);
      assertThat(client.getInputStream().read()).isEqualTo(1);
      assertThat(last(proxy).client().getAddress()).isEqualTo(ipv6);
      assertThat(proxy.recording().upstream()).isEqualTo("[::1]:" + upstream.port());
      assertThat(proxy.recording().listener()).isEqualTo("[0:0:0:0:0:0:0:1]:" + proxy.port());
    }
  }

  private static boolean canListenOn(InetAddress address) {
    try (ServerSocket probe = new ServerSocket(0, 1, address)) {
      return probe.isBound();
    } catch (IOException none) {
      return false;
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static void assertEchoes(RecordingProxy proxy) throws IOException {
    try (Socket client = connect(proxy)) {
      client.getOutputStream().write(7);
      assertThat(client.getInputStream().read()).isEqualTo(7);
    }
  }

  private static void assertReset(RecordingProxy proxy) throws IOException {
    try (Peer client = Peer.connect("the client", proxy.port())) {
      client.readToTheEnd();
      assertThat(client.observed()).singleElement().asString().endsWith("then a reset");
    }
  }

  private static Socket connect(RecordingProxy proxy) throws IOException {
    Socket client = new Socket(LOOPBACK, proxy.port());
    client.setSoTimeout(20_000);
    return client;
  }

  private static RecordedConnection last(RecordingProxy proxy) {
    return last(proxy, connection -> true);
  }

  private static RecordedConnection last(
      RecordingProxy proxy, Predicate<RecordedConnection> condition) {
    int number = proxy.recording().opened();
    return proxy
        .await(r -> condition.test(r.connection(number)), Duration.ofSeconds(20))
        .connection(number);
  }
}
