package io.github.connectionprobe.examples.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.TlsHandshake;
import io.github.connectionprobe.recording.TlsVersion;
import io.github.connectionprobe.report.TextReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLParameters;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients of each make against the JDK's own HTTPS server, which counts for itself. */
class PassedThroughClientsTest {

  private static final HeldCertificate CERTIFICATE =
      new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
  private static final HandshakeCertificates TRUST =
      new HandshakeCertificates.Builder()
          .heldCertificate(CERTIFICATE)
          .addTrustedCertificate(CERTIFICATE.certificate())
          .build();

  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** A session that was resumed keeps the time at which it was created. */
  private final Set<Long> fullHandshakes = ConcurrentHashMap.newKeySet();

  private final List<TlsClientKind.Client> clients = new ArrayList<>();
  private HttpsServer server;
  private RecordingProxy proxy;

  private void start(String version) throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.setHttpsConfigurator(
        new HttpsConfigurator(TRUST.sslContext()) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters only = getSSLContext().getDefaultSSLParameters();
            only.setProtocols(new String[] {version});
            parameters.setSSLParameters(only);
          }
        });
    server.createContext(
        "/",
        exchange -> {
          fullHandshakes.add(((HttpsExchange) exchange).getSSLSession().getCreationTime());
          exchange.sendResponseHeaders(200, 5);
          exchange.getResponseBody().write(new byte[] {'h', 'e', 'l', 'l', 'o'});
          exchange.close();
        });
    server.start();
    proxy =
        RecordingProxy.to(Upstream.parse("https://localhost:" + server.getAddress().getPort()))
            .start();
  }

  @AfterEach
  void stop() throws Exception {
    for (TlsClientKind.Client client : clients) {
      client.stop().now();
    }
    proxy.close();
    server.stop(0);
    threads.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({
    "APACHE, TLSv1.2, TLS_1_2", "APACHE, TLSv1.3, TLS_1_3",
    "JETTY, TLSv1.2, TLS_1_2", "JETTY, TLSv1.3, TLS_1_3",
    "REACTOR_NETTY, TLSv1.2, TLS_1_2", "REACTOR_NETTY, TLSv1.3, TLS_1_3"
  })
  void clientThatPoolsIsHealthy(TlsClientKind kind, String version, TlsVersion expected)
      throws Exception {
    start(version);
    TlsClientKind.Client client = client(kind);
    for (int i = 0; i < 5; i++) {
      get(client);
    }
    Recording recording = proxy.recording();

    // Reactor Netty's pool may lag behind its caller by one connection.
    assertThat(recording.opened())
        .as(TextReport.of(recording))
        .isLessThanOrEqualTo(kind == TlsClientKind.REACTOR_NETTY ? 2 : 1);
    assertThat(Diagnosis.of(recording).avoidable()).isEmpty();
    assertThat(handshakes(recording)).allMatch(tls -> tls.version().equals(Optional.of(expected)));
    assertThat(handshakes(recording).stream().filter(TlsHandshake::full))
        .hasSize(1)
        .hasSameSizeAs(fullHandshakes);
    assertThat(
            recording.connections().stream()
                .mapToLong(c -> c.estimatedExchanges().orElseThrow().count())
                .sum())
        .isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({
    "APACHE, TLSv1.2", "APACHE, TLSv1.3",
    "JETTY, TLSv1.2", "JETTY, TLSv1.3",
    "REACTOR_NETTY, TLSv1.2", "REACTOR_NETTY, TLSv1.3"
  })
  void newContextForEachCallIsSeen(TlsClientKind kind, String version) throws Exception {
    start(version);
    for (int i = 0; i < 3; i++) {
      get(client(kind));
    }
    Recording recording = proxy.recording();

    assertThat(fullHandshakes).hasSize(3);
    assertThat(handshakes(recording)).allMatch(TlsHandshake::full);
    assertThat(Diagnosis.of(recording).avoidable())
        .as(TextReport.of(recording))
        .hasSize(2)
        .extracting(Explanation::cause)
        .containsOnly(Cause.NEW_TLS_CONTEXT_PER_CALL);
  }

  private static List<TlsHandshake> handshakes(Recording recording) {
    return recording.connections().stream().map(c -> c.tls().orElseThrow()).toList();
  }

  private TlsClientKind.Client client(TlsClientKind kind) throws Exception {
    TlsClientKind.Client client = kind.create(TRUST.trustManager());
    clients.add(client);
    return client;
  }

  private void get(TlsClientKind.Client client) throws Exception {
    assertThat(client.get().page("https://localhost:" + proxy.port() + "/")).isEqualTo("hello");
  }
}
