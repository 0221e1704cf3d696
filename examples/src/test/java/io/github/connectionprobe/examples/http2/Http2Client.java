package io.github.connectionprobe.examples.http2;

import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.eclipse.jetty.util.component.LifeCycle;
import reactor.netty.http.HttpProtocol;
import reactor.netty.resources.ConnectionProvider;

/** An HTTP client that speaks HTTP/2 without TLS. */
interface Http2Client extends AutoCloseable {

  /** Sends a GET and returns the status, with the body read to its end. */
  int get(URI uri) throws Exception;

  @Override
  void close();

  /** The clients, and how each of them comes to speak HTTP/2. */
  enum Kind {
    OKHTTP_PRIOR_KNOWLEDGE,
    JDK_UPGRADE,
    JETTY_PRIOR_KNOWLEDGE,
    REACTOR_NETTY_PRIOR_KNOWLEDGE,
    REACTOR_NETTY_UPGRADE;

    Http2Client create() {
      return switch (this) {
        case OKHTTP_PRIOR_KNOWLEDGE -> okHttp();
        case JDK_UPGRADE -> jdk();
        case JETTY_PRIOR_KNOWLEDGE -> jetty();
        case REACTOR_NETTY_PRIOR_KNOWLEDGE -> reactorNetty(HttpProtocol.H2C);
        case REACTOR_NETTY_UPGRADE -> reactorNetty(HttpProtocol.H2C, HttpProtocol.HTTP11);
      };
    }
  }

  private static Http2Client okHttp() {
    OkHttpClient client =
        new OkHttpClient.Builder().protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE)).build();
    return new Http2Client() {
      @Override
      public int get(URI uri) throws Exception {
        var request = new okhttp3.Request.Builder().url(uri.toString()).build();
        try (var response = client.newCall(request).execute()) {
          response.body().bytes();
          return response.code();
        }
      }

      @Override
      public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
      }
    };
  }

  private static Http2Client jdk() {
    ExecutorService threads = Executors.newCachedThreadPool();
    HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).executor(threads).build();
    return new Http2Client() {
      @Override
      public int get(URI uri) throws Exception {
        return client
            .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray())
            .statusCode();
      }

      @Override
      public void close() {
        threads.shutdown();
      }
    };
  }

  private static Http2Client jetty() {
    var client =
        new org.eclipse.jetty.client.HttpClient(
            new HttpClientTransportOverHTTP2(new HTTP2Client()));
    LifeCycle.start(client);
    return new Http2Client() {
      @Override
      public int get(URI uri) throws Exception {
        return client.GET(uri).getStatus();
      }

      @Override
      public void close() {
        LifeCycle.stop(client);
      }
    };
  }

  private static Http2Client reactorNetty(HttpProtocol... protocols) {
    ConnectionProvider provider = ConnectionProvider.builder("http2").maxConnections(8).build();
    var client = reactor.netty.http.client.HttpClient.create(provider).protocol(protocols);
    return new Http2Client() {
      @Override
      public int get(URI uri) throws Exception {
        return client
            .request(HttpMethod.GET)
            .uri(uri)
            .responseSingle(
                (response, body) ->
                    body.asByteArray()
                        .map(bytes -> response.status().code())
                        .defaultIfEmpty(response.status().code()))
            .toFuture()
            .get(20, TimeUnit.SECONDS);
      }

      @Override
      public void close() {
        provider.dispose();
      }
    };
  }
}
