package io.github.connectionprobe.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.recording.ConnectionState;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.TlsFailure;
import io.github.connectionprobe.recording.TlsHandshake;
import io.github.connectionprobe.recording.UpstreamFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong with handshakes, and how it is told. */
@Timeout(30)
class TlsFailuresTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  @Test
  void untrustedUpstreamIsAFailureOfItsOwnKindAndAlertsTheClient() throws Exception {
    try (TlsServer server = TlsServer.start();
        RecordingProxy proxy = RecordingProxy.to(server.upstream()).tls(Tls.terminate()).start()) {
      assertThatThrownBy(() -> connect(proxy.sslContext(), proxy))
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining("handshake_failure");

      RecordedConnection connection = first(proxy);
      UpstreamFailure failure = connection.upstreamFailure().orElseThrow();
      assertThat(failure.kind()).isEqualTo(UpstreamFailure.Kind.UNTRUSTED);
      assertThat(failure.detail())
          .contains("localhost", "unable to find valid certification path")
          .endsWith(
              "; tell the probe whom to trust, with Tls.terminate().trusting(...) or"
                  + " @ConnectionProbe(trust = ...), or correct the upstream's name: the probe checks"
                  + " both, as any client does");
      assertThat(Diagnosis.of(proxy.recording()).of(1).orElseThrow().cause())
          .isEqualTo(Cause.HANDSHAKE_FAILED);
      assertThat(connection.state()).isEqualTo(ConnectionState.REJ);
      assertThat(connection.ends()).isEmpty();
    }
  }

  @Test
  void certificateForAnotherNameIsNotTrusted() throws Exception {
    try (TlsServer server = TlsServer.startFor("another.example");
        RecordingProxy proxy =
            RecordingProxy.to(server.upstream())
                .tls(Tls.terminate().trusting(server.trust()))
                .start()) {
      assertThatThrownBy(() -> connect(proxy.sslContext(), proxy)).isInstanceOf(SSLException.class);

      UpstreamFailure failure = first(proxy).upstreamFailure().orElseThrow();
      assertThat(failure.kind()).isEqualTo(UpstreamFailure.Kind.UNTRUSTED);
      assertThat(failure.detail())
          .contains("localhost", "No subject alternative DNS name matching localhost found");
    }
  }

  @Test
  void anyUpstreamIsTakenWhereThatWasAskedFor() throws Exception {
    try (TlsServer server = TlsServer.startFor("another.example");
        RecordingProxy proxy =
            RecordingProxy.to(server.upstream())
                .tls(Tls.terminate().trustingAnyUpstreamWithoutVerifying())
                .start();
        SSLSocket socket = connect(proxy.sslContext(), proxy)) {
      assertThat(socket.getSession().isValid()).isTrue();
    }
  }

  @Test
  void contextForTheUpstreamStillChecksItsName() throws Exception {
    try (TlsServer server = TlsServer.startFor("another.example");
        RecordingProxy proxy =
            RecordingProxy.to(server.upstream())
                .tls(
                    Tls.terminate().upstreamContext(new CountingTrust(server.trust()).newContext()))
                .start()) {
      assertThatThrownBy(() -> connect(proxy.sslContext(), proxy)).isInstanceOf(SSLException.class);
      assertThat(first(proxy).upstreamFailure().orElseThrow().kind())
          .isEqualTo(UpstreamFailure.Kind.UNTRUSTED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void clientThatDoesNotTrustTheProbeIsToldHowTo(String version) throws Exception {
    try (TlsServer server = TlsServer.start(version);
        RecordingProxy proxy = proxy(server)) {
      assertThatThrownBy(() -> connect(SSLContext.getDefault(), proxy))
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining("unable to find valid certification path");

      RecordedConnection connection = first(proxy);
      TlsFailure failure = connection.tls().flatMap(TlsHandshake::failure).orElseThrow();
      assertThat(failure.by()).isEqualTo(Side.CLIENT);
      assertThat(failure.detail())
          .startsWith(
              "the alert certificate_unknown: it does not trust the probe's certificate; it")
          .contains(
              "(SNI), so the certificate is good for 0:0:0:0:0:0:0:1, 127.0.0.1, localhost and")
          .endsWith("; give it probe.sslContext() or probe.trustManager()");
      assertThat(connection.observerRetired()).isEmpty();
      Explanation explanation = Diagnosis.of(proxy.recording()).of(1).orElseThrow();
      assertThat(explanation.cause()).isEqualTo(Cause.HANDSHAKE_FAILED);
      assertThat(connection.upstreamFailure()).isEmpty();
      assertThat(connection.end().orElseThrow().by()).isEqualTo(Side.CLIENT);
    }
  }

  @Test
  void clientWithoutTlsIsResetAndToldWhatToUse() throws Exception {
    try (TlsServer server = TlsServer.start();
        RecordingProxy proxy = proxy(server);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));

      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
      assertThat(first(proxy).observerRetired())
          .contains(
              "the client does not speak TLS, and this probe looks into TLS: give the client"
                  + " probe.uri(), which begins with https://");
    }
  }

  @Test
  void firstMessageThatIsNoneIsAnsweredWithAnAlert() throws Exception {
    try (TlsServer server = TlsServer.start();
        RecordingProxy proxy = proxy(server);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      socket.getOutputStream().write(new byte[] {22, 3, 3, 0, 4, 9, 0, 0, 0});

      assertThat(socket.getInputStream().read()).as("the type of an alert").isEqualTo(21);
      assertThat(first(proxy).observerRetired().orElseThrow())
          .startsWith("the client's first TLS message could not be read: ");
    }
  }

  @Test
  void upstreamWithoutTlsIsAFailureOfTheHandshake() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        RecordingProxy proxy =
            RecordingProxy.to(Upstream.of("localhost", plain.getLocalPort()))
                .tls(Tls.terminate())
                .start()) {
      Thread server =
          new Thread(
              () -> {
                try (Socket accepted = plain.accept()) {
                  accepted.getOutputStream().write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(US_ASCII));
                  accepted.getInputStream().readAllBytes();
                } catch (IOException over) {
                  // The proxy has left.
                }
              });
      server.start();

      assertThatThrownBy(() -> connect(proxy.sslContext(), proxy)).isInstanceOf(IOException.class);
      UpstreamFailure failure = first(proxy).upstreamFailure().orElseThrow();
      assertThat(failure.kind()).isEqualTo(UpstreamFailure.Kind.TLS_HANDSHAKE_FAILED);
      assertThat(failure.detail())
          .endsWith(
              "; check that the upstream speaks TLS on this port, in a version that the client"
                  + " offers");
      server.join();
    }
  }

  @Test
  void refusedUpstreamResetsTheClientAsWithoutTls() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    try (RecordingProxy proxy =
        RecordingProxy.to(Upstream.of("127.0.0.1", free)).tls(Tls.terminate()).start()) {
      assertThatThrownBy(() -> connect(proxy.sslContext(), proxy)).isInstanceOf(IOException.class);
      assertThat(first(proxy).upstreamFailure().orElseThrow().kind())
          .isEqualTo(UpstreamFailure.Kind.REFUSED);
    }
  }

  @Test
  void probeThatPassesTlsThroughSaysThatItHasNoTrustManager() {
    try (RecordingProxy proxy = RecordingProxy.to(Upstream.parse("localhost:1")).start()) {
      assertThatThrownBy(proxy::trustManager)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "The probe \"probe\" passes TLS through: a client sees the server's own certificate,"
                  + " and needs no trust manager of the probe's. To look into TLS, set"
                  + " .tls(Tls.terminate()), or @ConnectionProbe(tls = TlsMode.TERMINATE).");
    }
  }

  private static RecordingProxy proxy(TlsServer server) {
    return RecordingProxy.to(server.upstream())
        .tls(Tls.terminate().trusting(server.trust()))
        .start();
  }

  private static SSLSocket connect(SSLContext context, RecordingProxy proxy) throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("localhost", proxy.port());
    try {
      socket.startHandshake();
      return socket;
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  private static RecordedConnection first(RecordingProxy proxy) {
    return proxy.await(recording -> recording.opened() == 1, SOON).connections().get(0);
  }
}
