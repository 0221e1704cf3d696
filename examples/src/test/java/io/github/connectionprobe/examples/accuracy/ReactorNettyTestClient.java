package io.github.connectionprobe.examples.accuracy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Reactor Netty's client, which is also what Spring's WebClient uses. */
final class ReactorNettyTestClient implements TestClient {

  private final ConnectionProvider provider;
  private final HttpClient client;

  ReactorNettyTestClient(ClientSettings settings) {
    ConnectionProvider.Builder builder =
        ConnectionProvider.builder("accuracy")
            .maxConnections(settings.maxConnections().orElse(32))
            .pendingAcquireMaxCount(-1);
    settings.idleLimit().ifPresent(builder::maxIdleTime);
    settings.lifetime().ifPresent(builder::maxLifeTime);
    provider = settings.reuse() ? builder.build() : ConnectionProvider.newConnection();
    client =
        HttpClient.create(provider)
            .followRedirect(true)
            .disableRetry(settings.readTimeout().isPresent())
            .responseTimeout(settings.readTimeout().orElse(Call.LIMIT));
  }

  @Override
  public int send(Call call) throws Exception {
    return mono(call).toFuture().get(Call.LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public CompletableFuture<Integer> sendAsync(Call call) {
    return mono(call).toFuture();
  }

  /** Returns the call, not yet begun, so that a scenario may compose it. */
  Mono<Integer> mono(Call call) {
    HttpClient.RequestSender sender =
        client
            .headers(headers -> call.headers().forEach(headers::set))
            .request(HttpMethod.valueOf(call.method()))
            .uri(call.uri());
    HttpClient.ResponseReceiver<?> receiver =
        call.hasBody()
            ? sender.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(call.body())))
            : sender;
    return receiver.responseSingle(
        (response, body) ->
            body.asByteArray()
                .map(bytes -> response.status().code())
                .defaultIfEmpty(response.status().code()));
  }

  @Override
  public void close() {
    provider.dispose();
  }
}
