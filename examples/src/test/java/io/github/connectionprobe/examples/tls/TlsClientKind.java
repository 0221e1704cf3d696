package io.github.connectionprobe.examples.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import reactor.netty.resources.ConnectionProvider;

/** A client with a pool, made with a TLS context of its own. */
enum TlsClientKind {
  APACHE {
    @Override
    Client create(X509TrustManager trust) throws Exception {
      CloseableHttpClient client =
          HttpClients.custom()
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
    Client create(X509TrustManager trust) throws Exception {
      SslContextFactory.Client tls = new SslContextFactory.Client();
      tls.setSslContext(context(trust));
      ClientConnector connector = new ClientConnector();
      connector.setSslContextFactory(tls);
      HttpClient client = new HttpClient(new HttpClientTransportOverHTTP(connector));
      client.start();
      return new Client(url -> client.GET(url).getContentAsString(), client::stop);
    }
  },
  REACTOR_NETTY {
    @Override
    Client create(X509TrustManager trust) throws Exception {
      SslContext tls =
          SslContextBuilder.forClient().sslProvider(SslProvider.JDK).trustManager(trust).build();
      ConnectionProvider pool = ConnectionProvider.create("tls", 8);
      var client =
          reactor.netty.http.client.HttpClient.create(pool).secure(spec -> spec.sslContext(tls));
      return new Client(
          url -> client.get().uri(url).responseContent().aggregate().asString().toFuture().get(),
          pool::dispose);
    }
  };

  /** Asks for a page and reads it to its end. */
  interface Get {
    String page(String url) throws Exception;
  }

  /** Gives up all connections. */
  interface Stop {
    void now() throws Exception;
  }

  record Client(Get get, Stop stop) {}

  abstract Client create(X509TrustManager trust) throws Exception;

  private static SSLContext context(X509TrustManager trust) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trust}, null);
    return context;
  }
}
