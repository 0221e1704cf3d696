package io.github.connectionprobe.examples.tls;

import io.github.connectionprobe.proxy.RecordingProxy;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpClientTransport;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;
import reactor.netty.transport.ProxyProvider;

/** A client with a pool, made with a TLS context of its own. */
enum TlsClientKind {
  OKHTTP {
    @Override
    Client create(X509TrustManager trust, Optional<RecordingProxy> by) throws Exception {
      OkHttpClient.Builder builder =
          new OkHttpClient.Builder().sslSocketFactory(context(trust).getSocketFactory(), trust);
      by.ifPresent(probe -> builder.proxy(probe.proxy()));
      OkHttpClient client = builder.build();
      return new Client(
          url -> {
            Request request = new Request.Builder().url(url).build();
            try (Response response = client.newCall(request).execute()) {
              return response.body().string();
            }
          },
          client.connectionPool()::evictAll);
    }
  },
  JDK {
    @Override
    Client create(X509TrustManager trust, Optional<RecordingProxy> by) throws Exception {
      var builder = java.net.http.HttpClient.newBuilder().sslContext(context(trust));
      by.ifPresent(probe -> builder.proxy(probe.proxySelector()));
      var client = builder.build();
      return new Client(
          url ->
              client
                  .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                  .body(),
          () -> {});
    }
  },
  URL_CONNECTION {
    @Override
    Client create(X509TrustManager trust, Optional<RecordingProxy> by) throws Exception {
      SSLSocketFactory factory = context(trust).getSocketFactory();
      return new Client(url -> urlConnection(url, factory, by), () -> {});
    }
  },
  APACHE {
    @Override
    Client create(X509TrustManager trust, Optional<RecordingProxy> by) throws Exception {
      ProxySelector proxies = by.map(RecordingProxy::proxySelector).orElse(null);
      CloseableHttpClient client =
          HttpClients.custom()
              .setRoutePlanner(proxies == null ? null : new SystemDefaultRoutePlanner(proxies))
              .setConnectionManager(
                  PoolingHttpClientConnectionManagerBuilder.create()
                      .setTlsSocketStrategy(new DefaultClientTlsStrategy(context(trust)))
                      .build())
              .build();
      return new Client(
          url ->
              client.execute(
                  new HttpGet(url), response -> EntityUtils.toString(response.getEntity())),
          client::close);
    }
  },
  JETTY {
    @Override
    Client create(X509TrustManager trust, Optional<RecordingProxy> by) throws Exception {
      SslContextFactory.Client tls = new SslContextFactory.Client();
      tls.setSslContext(context(trust));
      ClientConnector connector = new ClientConnector();
      connector.setSslContextFactory(tls);
      return jetty(new HttpClientTransportOverHTTP(connector), by);
    }
  },
  JETTY_HTTP_2 {
    @Override
    Client create(X509TrustManager trust, Optional<RecordingProxy> by) throws Exception {
      SslContextFactory.Client tls = new SslContextFactory.Client();
      tls.setSslContext(context(trust));
      HTTP2Client http2 = new HTTP2Client();
      http2.getClientConnector().setSslContextFactory(tls);
      return jetty(new HttpClientTransportOverHTTP2(http2), by);
    }
  },
  REACTOR_NETTY {
    @Override
    Client create(X509TrustManager trust, Optional<RecordingProxy> by) throws Exception {
      SslContext tls =
          SslContextBuilder.forClient().sslProvider(SslProvider.JDK).trustManager(trust).build();
      return reactorNetty(client -> client.secure(spec -> spec.sslContext(tls)), by);
    }
  },
  REACTOR_NETTY_HTTP_2 {
    @Override
    Client create(X509TrustManager trust, Optional<RecordingProxy> by) {
      Http2SslContextSpec tls =
          Http2SslContextSpec.forClient()
              .configure(builder -> builder.sslProvider(SslProvider.JDK).trustManager(trust));
      return reactorNetty(
          client ->
              client
                  .protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
                  .secure(spec -> spec.sslContext((GenericSslContextSpec<?>) tls)),
          by);
    }
  };

  /** Those that speak HTTP/1.1 wherever the server does. */
  static final Set<TlsClientKind> HTTP_1 =
      EnumSet.complementOf(EnumSet.of(JETTY_HTTP_2, REACTOR_NETTY_HTTP_2));

  /** Asks for a page and reads it to its end. */
  interface Get {
    String page(String url) throws Exception;
  }

  /** Gives up all connections. */
  interface Stop {
    void now() throws Exception;
  }

  record Client(Get get, Stop stop) {}

  /**
   * Makes a client.
   *
   * @param trust whom it trusts
   * @param by the probe that is its proxy, where one is
   */
  abstract Client create(X509TrustManager trust, Optional<RecordingProxy> by) throws Exception;

  Client create(X509TrustManager trust) throws Exception {
    return create(trust, Optional.empty());
  }

  private static SSLContext context(X509TrustManager trust) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trust}, null);
    return context;
  }

  private static Client jetty(HttpClientTransport transport, Optional<RecordingProxy> by)
      throws Exception {
    HttpClient client = new HttpClient(transport);
    by.ifPresent(
        probe -> client.getProxyConfiguration().addProxy(new HttpProxy("localhost", probe.port())));
    client.start();
    return new Client(url -> client.GET(url).getContentAsString(), client::stop);
  }

  private static Client reactorNetty(
      UnaryOperator<reactor.netty.http.client.HttpClient> secured, Optional<RecordingProxy> by) {
    ConnectionProvider pool = ConnectionProvider.create("tls", 8);
    var direct = secured.apply(reactor.netty.http.client.HttpClient.create(pool));
    var client = by.map(probe -> direct.proxy(type -> socks(type, probe))).orElse(direct);
    return new Client(
        url -> client.get().uri(url).responseContent().aggregate().asString().toFuture().get(),
        pool::dispose);
  }

  private static void socks(ProxyProvider.TypeSpec type, RecordingProxy probe) {
    type.type(ProxyProvider.Proxy.SOCKS5)
        .socketAddress(new InetSocketAddress("localhost", probe.port()));
  }

  private static String urlConnection(
      String url, SSLSocketFactory factory, Optional<RecordingProxy> by) throws IOException {
    URI uri = URI.create(url);
    HttpsURLConnection connection =
        (HttpsURLConnection)
            (by.isPresent()
                ? uri.toURL().openConnection(by.get().proxy())
                : uri.toURL().openConnection());
    connection.setSSLSocketFactory(factory);
    try (InputStream body = connection.getInputStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
