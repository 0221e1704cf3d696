package io.github.connectionprobe.examples.accuracy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Vert.x 4's web client. */
final class VertxTestClient implements TestClient {

  private static final Vertx VERTX = Vertx.vertx();

  private final WebClient client;
  private final ClientSettings settings;

  VertxTestClient(ClientSettings settings) {
    this.settings = settings;
    WebClientOptions options =
        new WebClientOptions()
            .setKeepAlive(settings.reuse())
            .setMaxPoolSize(settings.maxConnections().orElse(32));
    settings
        .idleLimit()
        .ifPresent(limit -> options.setKeepAliveTimeout((int) Math.max(1, limit.toSeconds())));
    client = WebClient.create(VERTX, options);
  }

  @Override
  public int send(Call call) throws Exception {
    return sendAsync(call).get(20, TimeUnit.SECONDS);
  }

  @Override
  public CompletableFuture<Integer> sendAsync(Call call) {
    HttpRequest<Buffer> request =
        client
            .requestAbs(HttpMethod.valueOf(call.method()), call.uri().toString())
            .timeout(settings.readTimeout().orElse(Call.LIMIT).toMillis());
    call.headers().forEach(request::putHeader);
    Future<HttpResponse<Buffer>> response =
        call.hasBody() ? request.sendBuffer(Buffer.buffer(call.body())) : request.send();
    return response.map(HttpResponse::statusCode).toCompletionStage().toCompletableFuture();
  }

  @Override
  public void close() {
    client.close();
  }
}
