package io.github.connectionprobe.examples.forward;

import io.github.connectionprobe.proxy.RecordingProxy;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** A client that reaches its servers through a forwarding probe, and closes each response well. */
interface ProxiedClient extends AutoCloseable {

  String get(String url) throws Exception;

  @Override
  default void close() throws IOException {}

  /** The clients there are. */
  enum Kind {
    OKHTTP_OVER_SOCKS,
    URL_CONNECTION_OVER_SOCKS,
    APACHE_OVER_SOCKS,
    JDK_OVER_CONNECT,
    APACHE_OVER_CONNECT,
    OKHTTP_OVER_CONNECT;

    ProxiedClient create(RecordingProxy probe, Authority authority) {
      SSLContext tls = authority.client();
      return switch (this) {
        case OKHTTP_OVER_SOCKS ->
            okHttp(new OkHttpClient.Builder().proxy(probe.proxy()), authority);
        case OKHTTP_OVER_CONNECT ->
            okHttp(new OkHttpClient.Builder().proxySelector(probe.proxySelector()), authority);
        case URL_CONNECTION_OVER_SOCKS -> {
          // The factory is part of the key by which connections are kept: one for all calls.
          SSLSocketFactory factory = tls.getSocketFactory();
          yield url -> urlConnection(url, probe.proxy(), factory);
        }
        case JDK_OVER_CONNECT ->
            jdk(HttpClient.newBuilder().proxy(probe.proxySelector()).sslContext(tls).build());
        case APACHE_OVER_SOCKS -> apache(probe, tls, Optional.of(probe.address()));
        case APACHE_OVER_CONNECT -> apache(probe, tls, Optional.empty());
      };
    }

    private static ProxiedClient okHttp(OkHttpClient.Builder builder, Authority authority) {
      OkHttpClient client =
          builder
              .sslSocketFactory(authority.client().getSocketFactory(), authority.trustManager())
              .build();
      return url -> {
        try (Response response = client.newCall(new Request.Builder().url(url).build()).execute()) {
          return response.body().string();
        }
      };
    }

    private static String urlConnection(String url, Proxy proxy, SSLSocketFactory factory)
        throws IOException {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(url).toURL().openConnection(proxy);
      if (connection instanceof HttpsURLConnection https) {
        https.setSSLSocketFactory(factory);
      }
      try (InputStream body = connection.getInputStream()) {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
      }
    }

    private static ProxiedClient jdk(HttpClient client) {
      return url ->
          client
              .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
              .body();
    }

    private static ProxiedClient apache(
        RecordingProxy probe, SSLContext tls, Optional<InetSocketAddress> socks) {
      var connections =
          PoolingHttpClientConnectionManagerBuilder.create()
              .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls));
      var builder = HttpClients.custom();
      socks.ifPresentOrElse(
          address ->
              connections
                  .setDnsResolver(new LeaveToProxy())
                  .setDefaultSocketConfig(
                      SocketConfig.custom().setSocksProxyAddress(address).build()),
          () -> builder.setRoutePlanner(new SystemDefaultRoutePlanner(probe.proxySelector())));
      CloseableHttpClient client = builder.setConnectionManager(connections.build()).build();
      return new ProxiedClient() {
        @Override
        public String get(String url) throws IOException {
          return client.execute(
              new HttpGet(url), response -> EntityUtils.toString(response.getEntity()));
        }

        @Override
        public void close() throws IOException {
          client.close();
        }
      };
    }
  }

  /** Apache HttpClient looks names up before it asks a SOCKS proxy, unless it is told not to. */
  final class LeaveToProxy extends SystemDefaultDnsResolver {
    @Override
    public List<InetSocketAddress> resolve(String host, int port) {
      return List.of(InetSocketAddress.createUnresolved(host, port));
    }
  }
}
