package io.github.connectionprobe.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy that looks into TLS shakes hands with the server as the client does with it. */
@Timeout(30)
class TlsResumptionTest {

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void clientThatResumesMakesTheProxyResume(String version) throws Exception {
    try (TlsServer server = TlsServer.start(version);
        RecordingProxy proxy = proxy(server)) {
      CountingTrust trust = new CountingTrust(proxy.trustManager());
      SSLContext context = trust.newContext();
      for (int i = 0; i < 5; i++) {
        exchange(context, proxy, version);
      }

      assertThat(trust.fullHandshakes()).as("the client's count").isEqualTo(1);
      assertThat(server.fullHandshakes()).as("the server's count").isEqualTo(1);
      assertThat(proxy.recording().opened()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void clientThatForgetsMakesTheProxyShakeHandsAnew(String version) throws Exception {
    try (TlsServer server = TlsServer.start(version);
        RecordingProxy proxy = proxy(server)) {
      CountingTrust trust = new CountingTrust(proxy.trustManager());
      for (int i = 0; i < 4; i++) {
        exchange(trust.newContext(), proxy, version);
      }

      assertThat(trust.fullHandshakes()).as("the client's count").isEqualTo(4);
      assertThat(server.fullHandshakes()).as("the server's count").isEqualTo(4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void forgetfulAndRememberingClientsAreToldApart(String version) throws Exception {
    try (TlsServer server = TlsServer.start(version);
        RecordingProxy proxy = proxy(server)) {
      CountingTrust trust = new CountingTrust(proxy.trustManager());
      SSLContext remembering = trust.newContext();
      for (int i = 0; i < 3; i++) {
        exchange(remembering, proxy, version);
        exchange(trust.newContext(), proxy, version);
      }

      assertThat(trust.fullHandshakes()).as("the client's count").isEqualTo(4);
      assertThat(server.fullHandshakes()).as("the server's count").isEqualTo(4);
    }
  }

  private static RecordingProxy proxy(TlsServer server) {
    return RecordingProxy.to(server.upstream())
        .tls(Tls.terminate().trusting(server.trust()))
        .start();
  }

  private static void exchange(SSLContext context, RecordingProxy proxy, String version)
      throws IOException {
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("localhost", proxy.port())) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 200").endsWith("ok");
      assertThat(socket.getSession().getProtocol()).isEqualTo(version);
    }
  }
}
