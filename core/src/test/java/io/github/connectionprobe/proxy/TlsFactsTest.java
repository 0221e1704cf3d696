package io.github.connectionprobe.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.TlsHandshake;
import io.github.connectionprobe.recording.TlsResumption;
import io.github.connectionprobe.recording.TlsVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes are recorded where TLS is looked into as where it is passed through. */
@Timeout(30)
class TlsFactsTest {

  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII);
  private static final byte[] RESPONSE =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(US_ASCII);

  @ParameterizedTest
  @CsvSource({"TLSv1.2, TLS_1_2", "TLSv1.3, TLS_1_3"})
  void fullAndResumedHandshakesAreToldApart(String version, TlsVersion expected) throws Exception {
    try (TlsPeers peers = TlsPeers.speaking(version)) {
      exchange(peers);
      exchange(peers);

      List<RecordedConnection> connections = peers.proxy().recording().connections();
      assertThat(connections)
          .extracting(RecordedConnection::protocol)
          .containsOnly(Protocol.HTTP_1);
      assertThat(connections).allMatch(c -> c.estimatedExchanges().isEmpty());
      assertThat(handshakes(peers))
          .extracting(TlsHandshake::resumption)
          .containsExactly(TlsResumption.NOT_OFFERED, TlsResumption.RESUMED);
      assertThat(handshakes(peers))
          .allMatch(TlsHandshake::finished)
          .allMatch(TlsHandshake::resumable)
          .allMatch(tls -> tls.version().orElseThrow() == expected);
      assertThat(peers.fullHandshakes()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void sessionThatTheServerDoesNotTakeUpIsNotTakenUpByTheProbe(String version) throws Exception {
    try (TlsPeers peers = TlsPeers.withForgetfulServer(version)) {
      for (int i = 0; i < 4; i++) {
        exchange(peers);
      }
      assertThat(handshakes(peers))
          .extracting(TlsHandshake::resumption)
          .containsExactly(
              TlsResumption.NOT_OFFERED,
              TlsResumption.NOT_ACCEPTED,
              TlsResumption.NOT_ACCEPTED,
              TlsResumption.NOT_ACCEPTED);
      assertThat(peers.fullHandshakes()).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void protocolThatTheServerChoseIsChosenAndRecorded(String version) throws Exception {
    try (TlsServer server = TlsServer.choosing("http/1.1", version);
        RecordingProxy proxy =
            RecordingProxy.to(server.upstream())
                .tls(Tls.terminate().trusting(server.trust()))
                .start()) {
      SSLContext context = proxy.sslContext();
      try (SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket("localhost", proxy.port())) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();

        assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
      }
      TlsHandshake tls = proxy.recording().connection(1).tls().orElseThrow();
      assertThat(tls.alpnOffered()).containsExactly("h2", "http/1.1");
      assertThat(tls.alpnChosen()).contains("http/1.1");
    }
  }

  private static void exchange(TlsPeers peers) throws IOException, InterruptedException {
    try (SSLSocket client = peers.connect();
        SSLSocket server = peers.accepted().tls()) {
      client.getOutputStream().write(REQUEST);
      assertThat(server.getInputStream().readNBytes(REQUEST.length)).isEqualTo(REQUEST);
      server.getOutputStream().write(RESPONSE);
      InputStream in = client.getInputStream();
      assertThat(in.readNBytes(RESPONSE.length)).isEqualTo(RESPONSE);
    }
  }

  private static List<TlsHandshake> handshakes(TlsPeers peers) {
    return peers.proxy().recording().connections().stream()
        .map(connection -> connection.tls().orElseThrow())
        .toList();
  }
}
