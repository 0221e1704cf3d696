package io.github.connectionprobe.examples.accuracy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClientConfig;
import org.asynchttpclient.Dsl;
import org.asynchttpclient.RequestBuilder;
import org.asynchttpclient.Response;

/** AsyncHttpClient 3. */
final class AsyncHttpTestClient implements TestClient {

  private final AsyncHttpClient client;

  AsyncHttpTestClient(ClientSettings settings) {
    DefaultAsyncHttpClientConfig.Builder config =
        Dsl.config()
            .setFollowRedirect(true)
            .setIoThreadsCount(1)
            .setKeepAlive(settings.reuse())
            .setReadTimeout(settings.readTimeout().orElse(Call.LIMIT))
            .setRequestTimeout(settings.readTimeout().orElse(Call.LIMIT));
    if (settings.readTimeout().isPresent()) {
      config.setMaxRequestRetry(0);
    }
    settings
        .idleLimit()
        .ifPresent(
            limit ->
                config
                    .setPooledConnectionIdleTimeout(limit)
                    .setConnectionPoolCleanerPeriod(java.time.Duration.ofMillis(50)));
    settings
        .lifetime()
        .ifPresent(
            limit ->
                config
                    .setConnectionTtl(limit)
                    .setConnectionPoolCleanerPeriod(java.time.Duration.ofMillis(50)));
    client = Dsl.asyncHttpClient(config);
  }

  @Override
  public int send(Call call) throws Exception {
    return client.executeRequest(request(call)).get(20, TimeUnit.SECONDS).getStatusCode();
  }

  @Override
  public CompletableFuture<Integer> sendAsync(Call call) {
    return client
        .executeRequest(request(call))
        .toCompletableFuture()
        .thenApply(Response::getStatusCode);
  }

  private static RequestBuilder request(Call call) {
    RequestBuilder request = new RequestBuilder(call.method()).setUrl(call.uri().toString());
    call.headers().forEach(request::setHeader);
    return call.hasBody() ? request.setBody(call.body()) : request;
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
