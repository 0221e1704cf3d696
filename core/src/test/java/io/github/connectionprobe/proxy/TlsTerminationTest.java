package io.github.connectionprobe.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a proxy sees that looks into TLS, between real parts. */
@Timeout(30)
class TlsTerminationTest {

  private static RecordingProxy proxy(TlsServer server) {
    return RecordingProxy.to(server.upstream())
        .tls(Tls.terminate().trusting(server.trust()))
        .start();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void exchangesInsideTlsAreObservedExactly(String version) throws Exception {
    try (TlsServer server = TlsServer.start(version);
        RecordingProxy proxy = proxy(server)) {
      HttpClient client = HttpClient.newBuilder().sslContext(proxy.sslContext()).build();
      for (int i = 1; i <= 3; i++) {
        HttpResponse<String> answer = get(client, proxy.uri() + "/orders/" + i);
        assertThat(answer.body()).isEqualTo("ok");
        assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo(version);
      }

      Recording recording = proxy.recording();

      assertThat(recording.connections()).hasSize(1);
      RecordedConnection connection = recording.connections().get(0);
      assertThat(connection.protocol()).isEqualTo(Protocol.HTTP_1);
      assertThat(connection.exchanges())
          .extracting(exchange -> exchange.request().path())
          .containsExactly("/orders/1", "/orders/2", "/orders/3");
      assertThat(server.seen()).hasSize(3).allMatch(seen -> seen.version().equals(version));
    }
  }

  private static HttpResponse<String> get(HttpClient client, String url) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void uriOfAProbeThatLooksIntoTlsIsHttps() {
    try (RecordingProxy proxy =
        RecordingProxy.to(Upstream.parse("localhost:1")).tls(Tls.terminate()).start()) {
      assertThat(proxy.uri()).hasScheme("https");
    }
  }
}
