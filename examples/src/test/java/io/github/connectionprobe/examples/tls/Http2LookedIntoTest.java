package io.github.connectionprobe.examples.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.proxy.Destinations;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.RecordingProxyBuilder;
import io.github.connectionprobe.proxy.Tls;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.TlsHandshake;
import io.github.connectionprobe.report.TextReport;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

/** HTTP/2 that client and server agree on (ALPN) stays HTTP/2 where TLS is looked into. */
class Http2LookedIntoTest {

  private static final HeldCertificate CERTIFICATE =
      new HeldCertificate.Builder()
          .addSubjectAlternativeName("localhost")
          .addSubjectAlternativeName("shop.example")
          .build();
  private static final HandshakeCertificates TRUST =
      new HandshakeCertificates.Builder().addTrustedCertificate(CERTIFICATE.certificate()).build();

  private static final ApplicationProtocolConfig HTTP_1_1 =
      new ApplicationProtocolConfig(
          ApplicationProtocolConfig.Protocol.ALPN,
          SelectorFailureBehavior.NO_ADVERTISE,
          SelectedListenerFailureBehavior.ACCEPT,
          "http/1.1");

  private final Set<SocketAddress> peers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger requests = new AtomicInteger();
  private final List<TlsClientKind.Client> clients = new ArrayList<>();
  private DisposableServer server;
  private RecordingProxy probe;
  private boolean forward;

  private void start(String version, boolean forwarding, HttpProtocol... protocols) {
    forward = forwarding;
    server =
        HttpServer.create()
            .host("127.0.0.1")
            .protocol(protocols)
            .secure(spec -> spec.sslContext(tls(version, protocols)))
            .handle(
                (request, response) -> {
                  requests.incrementAndGet();
                  peers.add(request.remoteAddress());
                  return response.sendString(Mono.just("hello"));
                })
            .bindNow();
    int port = server.port();
    RecordingProxyBuilder builder =
        forwarding
            ? RecordingProxy.forward(
                Destinations.loopback().map("https://shop.example", Upstream.from(() -> port)))
            : RecordingProxy.to(Upstream.parse("https://localhost:" + port));
    probe = builder.tls(Tls.terminate().trusting(TRUST.trustManager())).start();
  }

  /** Each kind of context agrees on its own protocols (ALPN). */
  private static GenericSslContextSpec<?> tls(String version, HttpProtocol... protocols) {
    var key = CERTIFICATE.keyPair().getPrivate();
    return protocols.length > 1
        ? Http2SslContextSpec.forServer(key, CERTIFICATE.certificate())
            .configure(builder -> builder.protocols(version))
        : Http11SslContextSpec.forServer(key, CERTIFICATE.certificate())
            .configure(builder -> builder.protocols(version).applicationProtocolConfig(HTTP_1_1));
  }

  @AfterEach
  void stop() throws Exception {
    for (TlsClientKind.Client client : clients) {
      client.stop().now();
    }
    probe.close();
    server.disposeNow();
  }

  @ParameterizedTest
  @CsvSource({
    "OKHTTP, TLSv1.2, false", "OKHTTP, TLSv1.3, false",
    "OKHTTP, TLSv1.2, true", "OKHTTP, TLSv1.3, true",
    "JDK, TLSv1.2, false", "JDK, TLSv1.3, false",
    "JDK, TLSv1.2, true", "JDK, TLSv1.3, true",
    "JETTY_HTTP_2, TLSv1.2, false", "JETTY_HTTP_2, TLSv1.3, false",
    "REACTOR_NETTY_HTTP_2, TLSv1.2, false", "REACTOR_NETTY_HTTP_2, TLSv1.3, false",
    "REACTOR_NETTY_HTTP_2, TLSv1.3, true"
  })
  void streamsAreCountedAsTheServerCountsThem(
      TlsClientKind kind, String version, boolean forwarding) throws Exception {
    start(version, forwarding, HttpProtocol.H2, HttpProtocol.HTTP11);
    TlsClientKind.Client client = client(kind);
    get(client);
    inParallel(client);
    Recording recording = probe.recording();

    assertThat(recording.connections())
        .as(TextReport.of(recording))
        .hasSameSizeAs(peers)
        .allMatch(connection -> connection.protocol() == Protocol.HTTP_2);
    assertThat(recording.exchangeCount()).isEqualTo(requests.get()).isEqualTo(21);
    assertThat(handshakes(recording))
        .allMatch(TlsHandshake::finished)
        .allMatch(tls -> tls.alpnChosen().equals(Optional.of("h2")));
    assertThat(Diagnosis.of(recording).avoidable()).as(TextReport.of(recording)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "OKHTTP, TLSv1.2",
    "OKHTTP, TLSv1.3",
    "JDK, TLSv1.2",
    "JDK, TLSv1.3",
    "REACTOR_NETTY_HTTP_2, TLSv1.3"
  })
  void serverThatOnlySpeaksHttp11IsSpokenToInIt(TlsClientKind kind, String version)
      throws Exception {
    start(version, false, HttpProtocol.HTTP11);
    TlsClientKind.Client client = client(kind);
    for (int i = 0; i < 3; i++) {
      get(client);
    }
    Recording recording = probe.recording();

    assertThat(recording.connections())
        .as(TextReport.of(recording))
        .allMatch(connection -> connection.protocol() == Protocol.HTTP_1);
    assertThat(recording.exchangeCount()).isEqualTo(requests.get()).isEqualTo(3);
    assertThat(handshakes(recording))
        .extracting(TlsHandshake::alpnOffered)
        .first()
        .isEqualTo(List.of("h2", "http/1.1"));
  }

  private void inParallel(TlsClientKind.Client client) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try {
      Callable<Void> five =
          () -> {
            for (int i = 0; i < 5; i++) {
              get(client);
            }
            return null;
          };
      List<Future<Void>> calls = Stream.generate(() -> callers.submit(five)).limit(4).toList();
      for (Future<Void> call : calls) {
        call.get();
      }
    } finally {
      callers.shutdownNow();
    }
  }

  private static List<TlsHandshake> handshakes(Recording recording) {
    return recording.connections().stream().map(c -> c.tls().orElseThrow()).toList();
  }

  private TlsClientKind.Client client(TlsClientKind kind) throws Exception {
    TlsClientKind.Client client =
        kind.create(probe.trustManager(), forward ? Optional.of(probe) : Optional.empty());
    clients.add(client);
    return client;
  }

  private void get(TlsClientKind.Client client) throws Exception {
    String origin = forward ? "https://shop.example" : probe.uri().toString();
    assertThat(client.get().page(origin + "/")).isEqualTo("hello");
  }
}
