package io.github.connectionprobe.examples.accuracy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** OkHttp; written against 5, and also run with 4. */
final class OkHttpTestClient implements TestClient {

  private final OkHttpClient client;
  private final boolean async;
  private final List<Response> leaked = new ArrayList<>();

  OkHttpTestClient(ClientSettings settings, boolean async) {
    this.async = async;
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder().readTimeout(settings.readTimeout().orElse(Call.LIMIT));
    if (!settings.reuse()) {
      builder.connectionPool(new ConnectionPool(0, 5, TimeUnit.MINUTES));
    }
    settings
        .maxIdle()
        .ifPresent(most -> builder.connectionPool(new ConnectionPool(most, 5, TimeUnit.MINUTES)));
    settings
        .idleLimit()
        .ifPresent(
            limit ->
                builder.connectionPool(
                    new ConnectionPool(5, limit.toMillis(), TimeUnit.MILLISECONDS)));
    client = builder.build();
    client.dispatcher().setMaxRequestsPerHost(64);
  }

  @Override
  public int send(Call call) throws Exception {
    if (async && call.reading() == Call.Reading.ALL) {
      return sendAsync(call).get();
    }
    Response response = client.newCall(request(call)).execute();
    switch (call.reading()) {
      case ALL -> {
        try (response) {
          response.body().bytes();
        }
      }
      case CLOSE_UNREAD -> response.close();
      case CLOSE_PARTLY_READ -> {
        response.body().byteStream().readNBytes(3);
        response.close();
      }
      case LEAK -> leaked.add(response);
      case DISCONNECT -> {
        response.body().bytes();
        client.connectionPool().evictAll();
      }
    }
    return response.code();
  }

  @Override
  public CompletableFuture<Integer> sendAsync(Call call) {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    client
        .newCall(request(call))
        .enqueue(
            new Callback() {
              @Override
              public void onFailure(okhttp3.Call failed, IOException why) {
                status.completeExceptionally(why);
              }

              @Override
              public void onResponse(okhttp3.Call answered, Response response) {
                try (response) {
                  response.body().bytes();
                  status.complete(response.code());
                } catch (IOException why) {
                  status.completeExceptionally(new UncheckedIOException(why));
                }
              }
            });
    return status;
  }

  private static Request request(Call call) {
    Request.Builder request = new Request.Builder().url(call.uri().toString());
    call.headers().forEach(request::header);
    boolean needsBody = call.method().equals("POST") || call.method().equals("PUT");
    return request
        .method(call.method(), call.hasBody() || needsBody ? RequestBody.create(call.body()) : null)
        .build();
  }

  @Override
  public void close() {
    leaked.forEach(Response::close);
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
