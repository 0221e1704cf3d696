package io.github.connectionprobe.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509TrustManager;

/** A real HTTPS server, the JDK's, with a certificate that nobody else trusts. */
final class TlsServer implements AutoCloseable {

  /** What the server saw of one request. */
  record Seen(String path, InetSocketAddress client, String version) {}

  private final TlsIdentity identity;
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();

  private final Map<InetSocketAddress, Long> accepted = new ConcurrentHashMap<>();
  private final Set<InetSocketAddress> full = ConcurrentHashMap.newKeySet();
  private volatile String[] protocols = {};

  private TlsServer(TlsIdentity identity, String... versions) {
    this.identity = identity;
    try {
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.setHttpsConfigurator(
        new HttpsConfigurator(identity.context()) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters ssl = identity.context().getDefaultSSLParameters();
            if (versions.length > 0) {
              ssl.setProtocols(versions);
            }
            ssl.setApplicationProtocols(protocols);
            parameters.setSSLParameters(ssl);
            accepted.put(parameters.getClientAddress(), System.currentTimeMillis());
          }
        });
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  static TlsServer start(String... versions) {
    return new TlsServer(TlsIdentity.of("localhost"), versions);
  }

  /** Chooses that protocol where it is offered (RFC 7301). */
  static TlsServer choosing(String protocol, String version) {
    TlsServer server = new TlsServer(TlsIdentity.of("localhost"), version);
    server.protocols = new String[] {protocol};
    return server;
  }

  static TlsServer startFor(String name) {
    return new TlsServer(TlsIdentity.of(name));
  }

  static TlsServer forNames(String version, String... names) {
    return new TlsServer(TlsIdentity.of(names), version);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var session = ((HttpsExchange) exchange).getSSLSession();
    seen.add(
        new Seen(
            exchange.getRequestURI().getPath(),
            exchange.getRemoteAddress(),
            session.getProtocol()));
    // A session that was resumed is older than its connection.
    if (session.getCreationTime() >= accepted.get(exchange.getRemoteAddress())) {
      full.add(exchange.getRemoteAddress());
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    byte[] answer = body.length == 0 ? new byte[] {'o', 'k'} : body;
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  int port() {
    return server.getAddress().getPort();
  }

  Upstream upstream() {
    return Upstream.parse("https://localhost:" + port());
  }

  X509TrustManager trust() {
    return identity.trust();
  }

  /** How many full handshakes it counted. */
  int fullHandshakes() {
    return full.size();
  }

  List<Seen> seen() {
    return List.copyOf(seen);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
