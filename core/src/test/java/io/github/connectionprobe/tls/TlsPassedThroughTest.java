package io.github.connectionprobe.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.diagnosis.Responsible;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.TlsHandshake;
import io.github.connectionprobe.recording.TlsVersion;
import io.github.connectionprobe.report.TextReport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is seen of real clients whose TLS the probe only passes on. */
class TlsPassedThroughTest {

  private TlsServer server;
  private RecordingProxy proxy;

  private void start(String version) throws IOException {
    start(TlsServer.speaking(version));
  }

  private void start(TlsServer started) throws IOException {
    server = started;
    proxy = RecordingProxy.to(Upstream.parse("https://localhost:" + server.port())).start();
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
  void clientThatPoolsIsHealthyAndItsExchangesAreEstimatedRight(TlsClient kind, String version)
      throws IOException {
    start(version);
    TlsClient.Calls client = kind.with(TestCertificate.clientContext());
    client.send(uri(), "{\"first\": \"request\"}");
    for (int i = 0; i < 4; i++) {
      client.get(uri());
    }
    RecordedConnection connection = assertHealthy(1).connections().get(0);

    assertThat(connection.protocol()).isEqualTo(Protocol.TLS);
    TlsHandshake tls = connection.tls().orElseThrow();
    assertThat(tls.version()).contains(version(version));
    assertThat(tls.full()).isTrue();
    assertThat(connection.estimatedExchanges().orElseThrow().count())
        .isEqualTo(5)
        .isEqualTo(server.exchanges());
    assertThat(proxy.uri()).hasScheme("https");
  }

  @ParameterizedTest
  @CsvSource({
    "OKHTTP, TLSv1.2", "OKHTTP, TLSv1.3",
    "JDK, TLSv1.2", "JDK, TLSv1.3",
    "URL_CONNECTION, TLSv1.2", "URL_CONNECTION, TLSv1.3"
  })
  void clientInParallelIsHealthy(TlsClient kind, String version) throws Exception {
    start(version);
    TlsClient.Calls client = kind.with(TestCertificate.clientContext());
    client.getInParallel(uri(), 4, 5);
    assertHealthy(proxy.recording().opened());
  }

  @ParameterizedTest
  @CsvSource({
    "OKHTTP, TLSv1.2", "OKHTTP, TLSv1.3",
    "JDK, TLSv1.2", "JDK, TLSv1.3",
    "URL_CONNECTION, TLSv1.2", "URL_CONNECTION, TLSv1.3"
  })
  void newContextForEachCallIsSeen(TlsClient kind, String version) throws IOException {
    start(version);
    List<TlsClient.Calls> clients = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      clients.add(kind.with(TestCertificate.clientContext()));
      clients.get(i).get(uri());
    }
    assertHandshakes(3, 0);
    assertCause(2, Cause.NEW_TLS_CONTEXT_PER_CALL, Responsible.CLIENT);
    assertCause(3, Cause.NEW_TLS_CONTEXT_PER_CALL, Responsible.CLIENT);
  }

  @ParameterizedTest
  @CsvSource({
    "OKHTTP, TLSv1.2", "OKHTTP, TLSv1.3",
    "JDK, TLSv1.2", "JDK, TLSv1.3",
    "URL_CONNECTION, TLSv1.2", "URL_CONNECTION, TLSv1.3"
  })
  void newSocketFactoryOrClientWithOneContextIsSeen(TlsClient kind, String version)
      throws IOException {
    start(version);
    SSLContext context = TestCertificate.clientContext();
    List<TlsClient.Calls> clients = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      clients.add(kind.with(context));
      clients.get(i).get(uri());
    }
    assertHandshakes(1, 2);
    assertCause(2, Cause.POOL_KEY_DIFFERS, Responsible.CLIENT);
    assertCause(3, Cause.POOL_KEY_DIFFERS, Responsible.CLIENT);
  }

  @ParameterizedTest
  @EnumSource(TlsClient.class)
  void bodyAsLongAsAnAlertEndsNothing(TlsClient kind) throws IOException {
    start(TlsServer.speaking("TLSv1.3").answeringInPieces("ok"));
    List<TlsClient.Calls> clients = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      clients.add(kind.with(TestCertificate.clientContext()));
      clients.get(i).get(uri());
    }
    assertHandshakes(3, 0);
    Recording recording = proxy.recording();
    assertThat(recording.connections())
        .allSatisfy(
            connection -> {
              assertThat(connection.estimatedExchanges().orElseThrow().count()).isEqualTo(1);
              assertThat(connection.tls().orElseThrow().alert()).isEmpty();
            });
    assertCause(2, Cause.NEW_TLS_CONTEXT_PER_CALL, Responsible.CLIENT);
    assertCause(3, Cause.NEW_TLS_CONTEXT_PER_CALL, Responsible.CLIENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void clientWithoutAPoolClosesAfterEachResponse(String version) throws IOException {
    start(version);
    TlsClient.Calls client = TlsClient.withoutPool(TestCertificate.clientContext());
    for (int i = 0; i < 3; i++) {
      client.get(uri());
    }
    assertHandshakes(1, 2);
    // Nobody is blamed: the response may have announced the close.
    assertCause(2, Cause.CLIENT_CLOSED_AFTER_RESPONSE, Responsible.NOBODY);
    assertCause(3, Cause.CLIENT_CLOSED_AFTER_RESPONSE, Responsible.NOBODY);
    // The server's FIN may overtake the client's; the alert tells who began.
    for (int number = 1; number <= 2; number++) {
      assertThat(proxy.recording().connection(number).tls().orElseThrow().alert())
          .hasValueSatisfying(alert -> assertThat(alert.by()).isEqualTo(Side.CLIENT));
    }
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.2, the alert certificate_unknown", "TLSv1.3, an encrypted alert"})
  void certificateThatTheClientDoesNotTrustFailsTheHandshake(String version, String detail)
      throws Exception {
    start(version);
    TlsClient.Calls client = TlsClient.URL_CONNECTION.with(SSLContext.getDefault());

    assertThatThrownBy(() -> client.get(uri())).isInstanceOf(IOException.class);

    TlsHandshake tls = awaitFailure();
    assertThat(tls.failure().orElseThrow().by()).isEqualTo(Side.CLIENT);
    assertThat(tls.failure().orElseThrow().detail()).isEqualTo(detail);
    assertThat(tls.finished()).isFalse();
    assertCause(1, Cause.HANDSHAKE_FAILED, Responsible.ENVIRONMENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void clientCertificateThatIsMissingFailsTheHandshake(String version) throws Exception {
    start(TlsServer.demandingCertificates(version));
    TlsClient.Calls client = TlsClient.URL_CONNECTION.with(TestCertificate.clientContext());

    assertThatThrownBy(() -> client.get(uri())).isInstanceOf(IOException.class);

    TlsHandshake tls = awaitFailure();
    assertThat(tls.failure().orElseThrow().by()).isEqualTo(Side.SERVER);
    assertThat(Diagnosis.of(proxy.recording()).avoidable()).isEmpty();
    assertCause(1, Cause.HANDSHAKE_FAILED, Responsible.ENVIRONMENT);
  }

  private TlsHandshake awaitFailure() throws InterruptedException {
    Predicate<Recording> failed =
        r -> r.connections().stream().allMatch(c -> c.tls().orElseThrow().failure().isPresent());
    return proxy.await(failed, Duration.ofSeconds(20)).connection(1).tls().orElseThrow();
  }

  private Recording assertHealthy(int opened) {
    Recording recording = proxy.recording();
    Diagnosis diagnosis = Diagnosis.of(recording);
    assertThat(diagnosis.avoidable()).as(TextReport.of(diagnosis)).isEmpty();
    assertThat(recording.opened()).isEqualTo(opened);
    assertHandshakes(server.full(), server.resumed());
    return recording;
  }

  private void assertHandshakes(int full, int resumed) {
    List<TlsHandshake> seen =
        proxy.recording().connections().stream().map(c -> c.tls().orElseThrow()).toList();
    assertThat(seen.stream().filter(TlsHandshake::full)).as("%s", seen).hasSize(full);
    assertThat(seen.stream().filter(TlsHandshake::resumed)).as("%s", seen).hasSize(resumed);
    assertThat(server.full()).isEqualTo(full);
    assertThat(server.resumed()).isEqualTo(resumed);
  }

  private void assertCause(int connection, Cause cause, Responsible responsible) {
    Diagnosis diagnosis = Diagnosis.of(proxy.recording());
    Explanation explanation = diagnosis.of(connection).orElseThrow();
    assertThat(explanation.cause()).as(TextReport.of(diagnosis)).isEqualTo(cause);
    assertThat(explanation.responsible()).as("%s", explanation).isEqualTo(responsible);
  }

  private URI uri() {
    return URI.create("https://localhost:" + proxy.port() + "/a");
  }

  private static TlsVersion version(String protocol) {
    return protocol.equals("TLSv1.3") ? TlsVersion.TLS_1_3 : TlsVersion.TLS_1_2;
  }
}
