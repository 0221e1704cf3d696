package io.github.connectionprobe.examples.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.proxy.Destinations;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.RecordingProxyBuilder;
import io.github.connectionprobe.proxy.Tls;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.TlsHandshake;
import io.github.connectionprobe.recording.TlsVersion;
import io.github.connectionprobe.report.TextReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients of each make speak TLS with a probe that looks into it, in front of the JDK's own HTTPS
 * server, which counts for itself; once by the probe's address, and once through it as their proxy.
 */
class LookedIntoClientsTest {

  private static final HeldCertificate CERTIFICATE =
      new HeldCertificate.Builder()
          .addSubjectAlternativeName("localhost")
          .addSubjectAlternativeName("shop.example")
          .build();
  private static final HandshakeCertificates TRUST =
      new HandshakeCertificates.Builder()
          .heldCertificate(CERTIFICATE)
          .addTrustedCertificate(CERTIFICATE.certificate())
          .build();

  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** A session that was resumed is older than its connection. */
  private final Set<InetSocketAddress> fullHandshakes = ConcurrentHashMap.newKeySet();

  private final Map<InetSocketAddress, Long> accepted = new ConcurrentHashMap<>();

  private final Set<InetSocketAddress> peers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger exchanges = new AtomicInteger();
  private final List<TlsClientKind.Client> clients = new ArrayList<>();
  private HttpsServer server;
  private RecordingProxy probe;
  private boolean forward;

  static Stream<Arguments> clients() {
    return TlsClientKind.HTTP_1.stream()
        .flatMap(
            kind ->
                Stream.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3)
                    .flatMap(
                        version ->
                            Stream.of(
                                Arguments.of(kind, version, false),
                                Arguments.of(kind, version, true))));
  }

  private void start(TlsVersion version, boolean forwarding) throws IOException {
    forward = forwarding;
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.setHttpsConfigurator(
        new HttpsConfigurator(TRUST.sslContext()) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters only = getSSLContext().getDefaultSSLParameters();
            only.setProtocols(new String[] {version == TlsVersion.TLS_1_3 ? "TLSv1.3" : "TLSv1.2"});
            parameters.setSSLParameters(only);
            accepted.put(parameters.getClientAddress(), System.currentTimeMillis());
          }
        });
    server.createContext(
        "/",
        exchange -> {
          exchanges.incrementAndGet();
          InetSocketAddress peer = exchange.getRemoteAddress();
          peers.add(peer);
          long created = ((HttpsExchange) exchange).getSSLSession().getCreationTime();
          if (created >= accepted.get(peer)) {
            fullHandshakes.add(peer);
          }
          exchange.sendResponseHeaders(200, 5);
          exchange.getResponseBody().write(new byte[] {'h', 'e', 'l', 'l', 'o'});
          exchange.close();
        });
    server.start();
    int port = server.getAddress().getPort();
    RecordingProxyBuilder builder =
        forwarding
            ? RecordingProxy.forward(
                Destinations.loopback().map("https://shop.example", Upstream.from(() -> port)))
            : RecordingProxy.to(Upstream.parse("https://localhost:" + port));
    probe = builder.tls(Tls.terminate().trusting(TRUST.trustManager())).start();
  }

  @AfterEach
  void stop() throws Exception {
    for (TlsClientKind.Client client : clients) {
      client.stop().now();
    }
    probe.close();
    server.stop(0);
    threads.shutdownNow();
  }

  @ParameterizedTest(name = "{0}, {1}, forward = {2}")
  @MethodSource("clients")
  void clientThatPoolsIsHealthyAndItsExchangesAreExact(
      TlsClientKind kind, TlsVersion version, boolean forwarding) throws Exception {
    start(version, forwarding);
    TlsClientKind.Client client = client(kind);
    for (int i = 0; i < 5; i++) {
      get(client, "/" + i);
    }
    Recording recording = assertHealthy();

    // Reactor Netty's pool may lag behind its caller by one connection.
    assertThat(recording.opened())
        .as(TextReport.of(recording))
        .isLessThanOrEqualTo(kind == TlsClientKind.REACTOR_NETTY ? 2 : 1);
    assertThat(recording.connections())
        .extracting(RecordedConnection::protocol)
        .containsOnly(Protocol.HTTP_1);
    assertThat(recording.connections().stream().flatMap(c -> c.exchanges().stream()))
        .extracting(exchange -> exchange.request().path())
        .containsExactlyInAnyOrder("/0", "/1", "/2", "/3", "/4");
    assertThat(handshakes()).allMatch(tls -> tls.version().equals(Optional.of(version)));
    assertThat(recording.destinations())
        .isEqualTo(forwarding ? List.of("shop.example:443") : List.of());
  }

  @ParameterizedTest(name = "{0}, {1}, forward = {2}")
  @MethodSource("clients")
  void clientInParallelIsHealthy(TlsClientKind kind, TlsVersion version, boolean forwarding)
      throws Exception {
    start(version, forwarding);
    TlsClientKind.Client client = client(kind);
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try {
      CountDownLatch go = new CountDownLatch(1);
      Callable<Void> five =
          () -> {
            go.await();
            for (int i = 0; i < 5; i++) {
              get(client, "/");
            }
            return null;
          };
      List<Future<Void>> calls = Stream.generate(() -> callers.submit(five)).limit(4).toList();
      go.countDown();
      for (Future<Void> call : calls) {
        call.get();
      }
    } finally {
      callers.shutdownNow();
    }
    assertHealthy();
  }

  @ParameterizedTest(name = "{0}, {1}, forward = {2}")
  @MethodSource("clients")
  void newContextForEachCallIsSeen(TlsClientKind kind, TlsVersion version, boolean forwarding)
      throws Exception {
    start(version, forwarding);
    for (int i = 0; i < 3; i++) {
      get(client(kind), "/");
    }
    Diagnosis diagnosis = Diagnosis.of(probe.recording());

    assertThat(fullHandshakes).hasSize(3);
    assertThat(handshakes()).hasSize(3).allMatch(TlsHandshake::full);
    assertThat(diagnosis.avoidable())
        .as(TextReport.of(diagnosis))
        .hasSize(2)
        .extracting(Explanation::cause)
        .containsOnly(Cause.NEW_TLS_CONTEXT_PER_CALL);
  }

  private Recording assertHealthy() {
    Recording recording = probe.recording();
    assertThat(Diagnosis.of(recording).avoidable()).as(TextReport.of(recording)).isEmpty();
    assertThat(recording.exchangeCount()).isEqualTo(exchanges.get());
    assertThat(recording.openedConnections().stream().filter(c -> c.exchangeCount() > 0))
        .hasSameSizeAs(peers);
    assertThat(handshakes().stream().filter(TlsHandshake::full))
        .as(TextReport.of(recording))
        .hasSameSizeAs(fullHandshakes);
    return recording;
  }

  private List<TlsHandshake> handshakes() {
    return probe.recording().connections().stream()
        .filter(connection -> connection.exchangeCount() > 0)
        .map(connection -> connection.tls().orElseThrow())
        .toList();
  }

  private TlsClientKind.Client client(TlsClientKind kind) throws Exception {
    TlsClientKind.Client client =
        kind.create(probe.trustManager(), forward ? Optional.of(probe) : Optional.empty());
    clients.add(client);
    return client;
  }

  private void get(TlsClientKind.Client client, String path) throws Exception {
    String origin = forward ? "https://shop.example" : probe.uri().toString();
    assertThat(client.get().page(origin + path)).isEqualTo("hello");
  }
}
