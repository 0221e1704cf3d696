package io.github.connectionprobe.examples.accuracy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.DuplexConnectionPool;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty 12's client. */
final class JettyTestClient implements TestClient {

  private final HttpClient client;
  private final ClientSettings settings;

  JettyTestClient(ClientSettings settings) throws Exception {
    this.settings = settings;
    HttpClientTransportOverHTTP transport = new HttpClientTransportOverHTTP(1);
    client = new HttpClient(transport);
    QueuedThreadPool threads = new QueuedThreadPool(16, 2);
    threads.setDaemon(true);
    client.setExecutor(threads);
    client.setMaxConnectionsPerDestination(settings.maxConnections().orElse(32));
    settings.idleLimit().ifPresent(limit -> client.setIdleTimeout(limit.toMillis()));
    if (settings.maxUsage().isPresent() || !settings.reuse()) {
      int usage = settings.maxUsage().orElse(1);
      transport.setConnectionPoolFactory(
          destination -> {
            DuplexConnectionPool pool = new DuplexConnectionPool(destination, 32);
            pool.setMaxUsage(usage);
            return pool;
          });
    }
    client.start();
  }

  @Override
  public int send(Call call) throws Exception {
    return sendAsync(call).get(20, TimeUnit.SECONDS);
  }

  @Override
  public CompletableFuture<Integer> sendAsync(Call call) {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    request(call)
        .send(
            new BufferingResponseListener(16 << 20) {
              @Override
              public void onComplete(Result result) {
                if (result.isFailed()) {
                  status.completeExceptionally(result.getFailure());
                } else {
                  status.complete(result.getResponse().getStatus());
                }
              }
            });
    return status;
  }

  private Request request(Call call) {
    Request request =
        client
            .newRequest(call.uri())
            .method(call.method())
            .timeout(settings.readTimeout().orElse(Call.LIMIT).toMillis(), TimeUnit.MILLISECONDS)
            .headers(headers -> call.headers().forEach(headers::put));
    return call.hasBody() ? request.body(new BytesRequestContent(call.body())) : request;
  }

  @Override
  public void close() throws IOException {
    try {
      client.stop();
    } catch (Exception failed) {
      throw new IOException(failed);
    }
  }
}
