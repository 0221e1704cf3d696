package io.github.connectionprobe.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** One kind of real client; each context makes a new one, as careless code does. */
enum TlsClient {
  OKHTTP {
    @Override
    Calls with(SSLContext context, X509TrustManager trust) {
      OkHttpClient client = okHttp(context, trust, new ConnectionPool());
      return (uri, body) -> call(client, uri, body);
    }
  },
  JDK {
    @Override
    Calls with(SSLContext context, X509TrustManager trust) {
      HttpClient client = HttpClient.newBuilder().sslContext(context).build();
      return (uri, body) -> {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (!body.isEmpty()) {
          request.POST(HttpRequest.BodyPublishers.ofString(body));
        }
        try {
          client.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      };
    }
  },
  URL_CONNECTION {
    @Override
    Calls with(SSLContext context, X509TrustManager trust) {
      SSLSocketFactory factory = context.getSocketFactory();
      return (uri, body) -> {
        HttpsURLConnection connection = (HttpsURLConnection) uri.toURL().openConnection();
        connection.setSSLSocketFactory(factory);
        if (!body.isEmpty()) {
          connection.setDoOutput(true);
          connection
              .getOutputStream()
              .write(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        try (InputStream in = connection.getInputStream()) {
          in.readAllBytes();
        }
      };
    }
  };

  /** Sends a request and reads the response to its end; a POST where there is a body. */
  interface Calls {
    void send(URI uri, String body) throws IOException;

    default void get(URI uri) throws IOException {
      send(uri, "");
    }

    /** Gets so often on each of so many threads, and waits for all of them. */
    default void getInParallel(URI uri, int threads, int times) throws Exception {
      Callable<Void> calls =
          () -> {
            for (int i = 0; i < times; i++) {
              get(uri);
            }
            return null;
          };
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      try {
        for (Future<Void> done : pool.invokeAll(Collections.nCopies(threads, calls))) {
          done.get();
        }
      } finally {
        pool.shutdownNow();
      }
    }
  }

  /** Makes a client of this context. */
  Calls with(SSLContext context) {
    return with(context, TestCertificate.trustManager());
  }

  /** Makes a client of this context, which trusts that. */
  abstract Calls with(SSLContext context, X509TrustManager trust);

  static Calls withoutPool(SSLContext context) {
    return withoutPool(context, TestCertificate.trustManager());
  }

  static Calls withoutPool(SSLContext context, X509TrustManager trust) {
    OkHttpClient client =
        okHttp(context, trust, new ConnectionPool(0, 1, java.util.concurrent.TimeUnit.SECONDS));
    return (uri, body) -> call(client, uri, body);
  }

  private static OkHttpClient okHttp(
      SSLContext context, X509TrustManager trust, ConnectionPool pool) {
    return new OkHttpClient.Builder()
        .connectionPool(pool)
        .sslSocketFactory(context.getSocketFactory(), trust)
        .build();
  }

  private static void call(OkHttpClient client, URI uri, String body) throws IOException {
    Request.Builder request = new Request.Builder().url(uri.toString());
    if (!body.isEmpty()) {
      request.post(RequestBody.create(body, MediaType.get("text/plain")));
    }
    try (Response response = client.newCall(request.build()).execute()) {
      response.body().bytes();
    }
  }
}
