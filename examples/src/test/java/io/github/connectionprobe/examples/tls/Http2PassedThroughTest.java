package io.github.connectionprobe.examples.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.RecordedConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.tcp.SslProvider;

/** HTTP/2 within TLS: nothing can be counted, and nothing is. */
class Http2PassedThroughTest {

  private static final HeldCertificate CERTIFICATE =
      new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
  private static final HandshakeCertificates TRUST =
      new HandshakeCertificates.Builder().addTrustedCertificate(CERTIFICATE.certificate()).build();

  private DisposableServer server;
  private RecordingProxy proxy;

  private void start(String version) {
    server =
        HttpServer.create()
            .host("127.0.0.1")
            .protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
            .secure(
                spec ->
                    spec.sslContext(
                        (SslProvider.GenericSslContextSpec<?>)
                            Http2SslContextSpec.forServer(
                                    CERTIFICATE.keyPair().getPrivate(), CERTIFICATE.certificate())
                                .configure(builder -> builder.protocols(version))))
            .handle((request, response) -> response.sendString(Mono.just("hello")))
            .bindNow();
    proxy = RecordingProxy.to(Upstream.parse("https://localhost:" + server.port())).start();
  }

  @AfterEach
  void stop() {
    proxy.close();
    server.disposeNow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void okHttp(String version) throws Exception {
    start(version);
    OkHttpClient client =
        new OkHttpClient.Builder()
            .sslSocketFactory(TRUST.sslSocketFactory(), TRUST.trustManager())
            .build();
    for (int i = 0; i < 4; i++) {
      Request request = new Request.Builder().url(uri().toString()).build();
      try (Response response = client.newCall(request).execute()) {
        assertThat(response.protocol()).isEqualTo(okhttp3.Protocol.HTTP_2);
        assertThat(response.body().string()).isEqualTo("hello");
      }
    }
    assertNothingIsEstimated();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void jdkHttpClient(String version) throws Exception {
    start(version);
    HttpClient client = HttpClient.newBuilder().sslContext(TRUST.sslContext()).build();
    for (int i = 0; i < 4; i++) {
      var response = client.send(HttpRequest.newBuilder(uri()).build(), BodyHandlers.ofString());
      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    }
    assertNothingIsEstimated();
  }

  private void assertNothingIsEstimated() {
    assertThat(proxy.recording().connections())
        .isNotEmpty()
        .allMatch(c -> c.tls().orElseThrow().finished())
        .extracting(RecordedConnection::estimatedExchanges)
        .allMatch(estimate -> estimate.isEmpty());
    assertThat(Diagnosis.of(proxy.recording()).avoidable()).isEmpty();
  }

  private URI uri() {
    return URI.create("https://localhost:" + proxy.port() + "/");
  }
}
