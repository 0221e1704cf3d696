package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.connectionprobe.proxy.Tls;
import io.github.connectionprobe.proxy.Upstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A probe that looks into TLS, said in an annotation and in code. */
class TlsTerminationTest {

  /** Where the fixtures' annotation looks for the server's certificate. */
  private static final Path CERTIFICATE_FILE = Path.of("target", "the-servers-certificate.pem");

  private static final HeldCertificate CERTIFICATE =
      new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();

  private static HttpsServer server;

  @BeforeAll
  static void start() throws IOException {
    Files.writeString(CERTIFICATE_FILE, CERTIFICATE.certificatePem());
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(
            new HandshakeCertificates.Builder().heldCertificate(CERTIFICATE).build().sslContext()));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write(new byte[] {'o', 'k'});
          exchange.close();
        });
    server.start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.stop(0);
    Files.delete(CERTIFICATE_FILE);
  }

  static int port() {
    return server.getAddress().getPort();
  }

  private static String get(OkHttpClient client, URI uri) throws IOException {
    try (Response response =
        client.newCall(new Request.Builder().url(uri.toURL()).build()).execute()) {
      return response.body().string();
    }
  }

  private static OkHttpClient trusting(Probe probe) {
    return new OkHttpClient.Builder()
        .sslSocketFactory(probe.sslContext().getSocketFactory(), probe.trustManager())
        .build();
  }

  @Test
  void exchangesInsideTlsAreAssertedOn() {
    Kit.run(AnnotatedFixture.class).passed(1);
  }

  @ConnectionProbe(
      upstreamMethod = "io.github.connectionprobe.junit.TlsTerminationTest#port",
      tls = TlsMode.TERMINATE,
      trust = "target/the-servers-certificate.pem")
  static class AnnotatedFixture {
    @Test
    void seesExchanges(Probe probe) throws IOException {
      OkHttpClient client = trusting(probe);
      assertThat(probe.uri()).hasScheme("https");
      assertThat(get(client, probe.uri("/a"))).isEqualTo("ok");
      assertThat(get(client, probe.uri("/b"))).isEqualTo("ok");
      probe.assertConnectionsOpened(1);
      probe.assertExchanges(2);
      assertThat(probe).tls().hasFullHandshakes(1).hasNoFullHandshakeAfterTheFirst();
    }
  }

  @Test
  void newTlsContextForEachCallFailsTheTestWithItsCause() {
    assertThat(Kit.run(NewContextsFixture.class).failure())
        .hasMessageContaining("new-tls-context-per-call")
        .hasMessageContaining("GET  /   200");
  }

  static class NewContextsFixture {
    @RegisterExtension
    final ConnectionProbeExtension probe =
        ConnectionProbeExtension.to(Upstream.from(() -> port()))
            .tls(Tls.terminate().trusting(CERTIFICATE_FILE))
            .build();

    @Test
    void forgets() throws IOException {
      for (int i = 0; i < 3; i++) {
        HandshakeCertificates anew =
            new HandshakeCertificates.Builder()
                .addTrustedCertificate(probe.trustManager().getAcceptedIssuers()[0])
                .build();
        OkHttpClient client =
            new OkHttpClient.Builder()
                .sslSocketFactory(anew.sslSocketFactory(), anew.trustManager())
                .build();
        get(client, probe.uri("/"));
      }
    }
  }

  @Test
  void upstreamThatNobodyTrustsIsToldInTheFailure() {
    Throwable failure = Kit.run(UntrustedFixture.class).failure();
    assertThat(failure).isInstanceOf(IOException.class);
    assertThat(failure.getSuppressed())
        .singleElement()
        .asString()
        .contains("upstream showed a certificate that is not trusted")
        .containsIgnoringWhitespaces("tell the probe whom to trust");
  }

  static class UntrustedFixture {
    @RegisterExtension
    final ConnectionProbeExtension probe =
        ConnectionProbeExtension.to(Upstream.from(() -> port())).tls(Tls.terminate()).build();

    @Test
    void calls() throws Exception {
      HttpClient client = HttpClient.newBuilder().sslContext(probe.sslContext()).build();
      client.send(HttpRequest.newBuilder(probe.uri("/")).build(), BodyHandlers.ofString());
    }
  }

  @Test
  void trustWithoutTerminationIsAMistake() {
    assertThat(Kit.run(TrustAloneFixture.class).failure())
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessageEndingWith(
            "trust = \"ca.pem\" is given, but a probe that passes TLS through leaves trust to the"
                + " client. Remove it, or add tls = TlsMode.TERMINATE.");
  }

  @ConnectionProbe(value = "localhost:1", trust = "ca.pem")
  static class TrustAloneFixture {
    @Test
    void neverRuns(Probe probe) {}
  }

  @Test
  void trustInAFileThatIsNotThereSaysWhatToGive() {
    assertThat(Kit.run(MissingFileFixture.class).failure())
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessageContaining("The certificates to trust cannot be read from ")
        .hasMessageContaining("no-such-file.pem: java.nio.file.NoSuchFileException")
        .hasMessageContaining("one or more certificates in PEM");
  }

  @ConnectionProbe(value = "localhost:1", tls = TlsMode.TERMINATE, trust = "no-such-file.pem")
  static class MissingFileFixture {
    @Test
    void neverRuns(Probe probe) {}
  }

  @Test
  void probeThatPassesTlsThroughHasNoTrustManager() {
    Kit.run(PassedThroughFixture.class).passed(1);
  }

  @ConnectionProbe("localhost:1")
  static class PassedThroughFixture {
    @Test
    void saysSo(Probe probe) {
      assertThatIllegalStateException()
          .isThrownBy(probe::sslContext)
          .withMessageContaining("passes TLS through");
      assertThatThrownBy(probe::trustManager).hasMessageContaining("TlsMode.TERMINATE");
      probe.assertConnectionsOpened(0);
    }
  }
}
