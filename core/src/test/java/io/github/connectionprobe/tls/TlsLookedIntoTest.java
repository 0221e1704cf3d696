package io.github.connectionprobe.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Tls;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.TlsHandshake;
import io.github.connectionprobe.recording.UpstreamFailure;
import io.github.connectionprobe.report.TextReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is seen of real clients whose TLS the probe looks into. */
class TlsLookedIntoTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  private static final int LENGTH_OF_RESPONSE =
      "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n".length() + 100;

  private TlsServer server;
  private RecordingProxy proxy;

  private void start(String version) throws IOException {
    start(TlsServer.speaking(version));
  }

  private void start(TlsServer started) {
    server = started;
    proxy =
        RecordingProxy.to(Upstream.parse("https://localhost:" + server.port()))
            .tls(Tls.terminate().trusting(TestCertificate.trustManager()))
            .start();
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "OKHTTP, TLSv1.2", "OKHTTP, TLSv1.3",
    "JDK, TLSv1.2", "JDK, TLSv1.3",
    "URL_CONNECTION, TLSv1.2", "URL_CONNECTION, TLSv1.3"
  })
  void clientThatPoolsIsHealthyAndItsExchangesAreExact(TlsClient kind, String version)
      throws Exception {
    start(version);
    TlsClient.Calls client = kind.with(newContext(), proxy.trustManager());
    client.send(uri(), "{\"first\": \"request\"}");
    for (int i = 0; i < 4; i++) {
      client.get(uri());
    }
    Recording recording = assertHealthy();

    assertThat(recording.opened()).isEqualTo(1);
    RecordedConnection connection = recording.connection(1);
    assertThat(connection.protocol()).isEqualTo(Protocol.HTTP_1);
    assertThat(connection.estimatedExchanges()).isEmpty();
    assertThat(connection.exchanges())
        .extracting(exchange -> exchange.request().method())
        .containsExactly("POST", "GET", "GET", "GET", "GET");
  }

  @ParameterizedTest
  @CsvSource({
    "OKHTTP, TLSv1.2", "OKHTTP, TLSv1.3",
    "JDK, TLSv1.2", "JDK, TLSv1.3",
    "URL_CONNECTION, TLSv1.2", "URL_CONNECTION, TLSv1.3"
  })
  void clientInParallelIsHealthy(TlsClient kind, String version) throws Exception {
    start(version);
    TlsClient.Calls client = kind.with(newContext(), proxy.trustManager());
    client.getInParallel(uri(), 4, 5);
    assertHealthy();
  }

  @ParameterizedTest
  @CsvSource({
    "OKHTTP, TLSv1.2", "OKHTTP, TLSv1.3",
    "JDK, TLSv1.2", "JDK, TLSv1.3",
    "URL_CONNECTION, TLSv1.2", "URL_CONNECTION, TLSv1.3"
  })
  void newContextForEachCallIsSeen(TlsClient kind, String version) throws Exception {
    start(version);
    callWithThreeContexts(kind);
    assertHandshakes(3, 0);
    assertCauses(Cause.NEW_TLS_CONTEXT_PER_CALL);
  }

  @ParameterizedTest
  @CsvSource({
    "OKHTTP, TLSv1.2", "OKHTTP, TLSv1.3",
    "JDK, TLSv1.2", "JDK, TLSv1.3",
    "URL_CONNECTION, TLSv1.2", "URL_CONNECTION, TLSv1.3"
  })
  void newSocketFactoryOrClientWithOneContextIsSeen(TlsClient kind, String version)
      throws Exception {
    start(version);
    SSLContext context = newContext();
    List<TlsClient.Calls> clients = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      clients.add(kind.with(context, proxy.trustManager()));
      clients.get(i).get(uri());
    }
    assertHandshakes(1, 2);
    assertCauses(Cause.POOL_KEY_DIFFERS);
  }

  @ParameterizedTest
  @EnumSource(TlsClient.class)
  void bodyAsLongAsAnAlertEndsNothing(TlsClient kind) throws Exception {
    start(TlsServer.speaking("TLSv1.3").answeringInPieces("ok"));
    callWithThreeContexts(kind);
    assertHandshakes(3, 0);
    assertCauses(Cause.NEW_TLS_CONTEXT_PER_CALL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void serverWhoseFinAnswersTheClientsCloseNotifyIsNotBlamed(String version) throws Exception {
    start(version);
    SSLContext context = newContext();
    for (int i = 0; i < 2; i++) {
      try (Socket tcp = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
        SSLSocket tls =
            (SSLSocket)
                context.getSocketFactory().createSocket(tcp, "localhost", proxy.port(), false);
        tls.getOutputStream()
            .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1));
        assertThat(tls.getInputStream().readNBytes(LENGTH_OF_RESPONSE)).hasSize(LENGTH_OF_RESPONSE);
        // That ends TLS, and so the server ends the connection; the client's FIN comes behind it.
        tls.close();
        int number = i + 1;
        proxy.await(r -> r.connection(number).end().isPresent(), SOON);
      }
    }
    Diagnosis diagnosis = Diagnosis.of(proxy.recording());
    RecordedConnection first = proxy.recording().connection(1);
    assertThat(first.end().orElseThrow().by()).isEqualTo(Side.SERVER);
    assertThat(diagnosis.of(2).orElseThrow().cause())
        .as(TextReport.of(diagnosis))
        .isIn(Cause.CLIENT_CLOSED_AFTER_RESPONSE, Cause.CLIENT_IDLE_EXPIRY);
    assertThat(diagnosis.of(2).orElseThrow().evidence())
        .asString()
        .contains("The client sent a TLS alert on #1 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void clientWithoutAPoolIsSeenToClose(String version) throws Exception {
    start(version);
    TlsClient.Calls client = TlsClient.withoutPool(newContext(), proxy.trustManager());
    for (int i = 0; i < 3; i++) {
      client.get(uri());
    }
    assertHandshakes(1, 2);
    Diagnosis diagnosis = Diagnosis.of(proxy.recording());
    // The response did not announce the close, as can be seen here. Where the machine has no time
    // for the client, the client closes so late that it looks like an idle connection given up.
    assertThat(diagnosis.explanations())
        .as(TextReport.of(diagnosis))
        .hasSize(2)
        .extracting(Explanation::cause)
        .isSubsetOf(Cause.CLIENT_CLOSED_AFTER_RESPONSE, Cause.CLIENT_IDLE_EXPIRY);
  }

  private void callWithThreeContexts(TlsClient kind) throws Exception {
    // Held, because a client that is garbage closes its connections.
    List<TlsClient.Calls> clients = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      clients.add(kind.with(newContext(), proxy.trustManager()));
      clients.get(i).get(uri());
    }
  }

  private SSLContext newContext() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {proxy.trustManager()}, null);
    return context;
  }

  private Recording assertHealthy() {
    Recording recording = proxy.recording();
    Diagnosis diagnosis = Diagnosis.of(recording);
    assertThat(diagnosis.avoidable()).as(TextReport.of(diagnosis)).isEmpty();
    assertThat(recording.exchangeCount()).isEqualTo(server.exchanges());
    assertThat(recording.opened()).isEqualTo(server.full() + server.resumed());
    assertHandshakes(server.full(), server.resumed());
    return recording;
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void serverThatWantsACertificateOfTheProbeIsNamedAndTheClientIsNotBlamed(String version)
      throws Exception {
    start(TlsServer.demandingCertificates(version));
    TlsClient.Calls client = TlsClient.URL_CONNECTION.with(newContext(), proxy.trustManager());

    assertThatThrownBy(() -> client.get(uri())).isInstanceOf(IOException.class);

    Recording recording =
        proxy.await(r -> r.opened() > 0 && !told(r.connection(1)).isEmpty(), SOON);
    assertThat(told(recording.connection(1)))
        .contains("Received fatal alert: ")
        .contains(
            "; if it wants to see a client's certificate, give the probe one, with"
                + " Tls.terminate().upstreamContext(...)");
    assertThat(Diagnosis.of(recording).avoidable()).isEmpty();
  }

  /** A server of TLS 1.3 looks at certificates when all is over for the other side. */
  private static String told(RecordedConnection connection) {
    return connection
        .upstreamFailure()
        .map(UpstreamFailure::detail)
        .or(connection::observerRetired)
        .orElse("");
  }

  private void assertHandshakes(int full, int resumed) {
    List<TlsHandshake> seen =
        proxy.recording().connections().stream().map(c -> c.tls().orElseThrow()).toList();
    assertThat(seen.stream().filter(TlsHandshake::full)).as("%s", seen).hasSize(full);
    assertThat(seen.stream().filter(TlsHandshake::resumed)).as("%s", seen).hasSize(resumed);
    assertThat(server.full()).isEqualTo(full);
    assertThat(server.resumed()).isEqualTo(resumed);
  }

  private void assertCauses(Cause cause) {
    Diagnosis diagnosis = Diagnosis.of(proxy.recording());
    assertThat(diagnosis.explanations())
        .as(TextReport.of(diagnosis))
        .hasSize(2)
        .extracting(Explanation::cause)
        .containsOnly(cause);
  }

  private URI uri() {
    return URI.create(proxy.uri() + "/a");
  }
}
