package io.github.connectionprobe.examples.accuracy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Apache HttpClient 5, its asynchronous API. */
final class Apache5AsyncTestClient implements TestClient {

  private final CloseableHttpAsyncClient client;

  Apache5AsyncTestClient(ClientSettings settings) {
    HttpAsyncClientBuilder builder =
        HttpAsyncClientBuilder.create()
            .setConnectionManager(
                PoolingAsyncClientConnectionManagerBuilder.create()
                    .setMaxConnPerRoute(settings.maxConnections().orElse(32))
                    .setMaxConnTotal(64)
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setResponseTimeout(Timeout.of(settings.readTimeout().orElse(Call.LIMIT)))
                    .build());
    if (settings.readTimeout().isPresent()) {
      builder.disableAutomaticRetries();
    }
    if (!settings.reuse()) {
      builder.setConnectionReuseStrategy((request, response, context) -> false);
    }
    settings
        .idleLimit()
        .ifPresent(
            limit -> builder.setKeepAliveStrategy((response, context) -> TimeValue.of(limit)));
    client = builder.build();
    client.start();
  }

  @Override
  public int send(Call call) throws Exception {
    return sendAsync(call).get(Call.LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public CompletableFuture<Integer> sendAsync(Call call) {
    SimpleRequestBuilder request = SimpleRequestBuilder.create(call.method()).setUri(call.uri());
    call.headers().forEach(request::setHeader);
    if (call.hasBody()) {
      request.setBody(call.body(), ContentType.TEXT_PLAIN);
    }
    CompletableFuture<Integer> status = new CompletableFuture<>();
    SimpleHttpRequest built = request.build();
    client.execute(
        built,
        new FutureCallback<SimpleHttpResponse>() {
          @Override
          public void completed(SimpleHttpResponse response) {
            status.complete(response.getCode());
          }

          @Override
          public void failed(Exception why) {
            status.completeExceptionally(why);
          }

          @Override
          public void cancelled() {
            status.cancel(false);
          }
        });
    return status;
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
