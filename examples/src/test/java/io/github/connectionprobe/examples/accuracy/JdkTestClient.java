package io.github.connectionprobe.examples.accuracy;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The JDK's HttpClient. */
final class JdkTestClient implements TestClient {

  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
  private final ClientSettings settings;
  private final boolean async;
  private final List<InputStream> leaked = new ArrayList<>();

  JdkTestClient(ClientSettings settings, boolean async) {
    this.settings = settings;
    this.async = async;
  }

  @Override
  public int send(Call call) throws Exception {
    if (async && call.reading() == Call.Reading.ALL) {
      return sendAsync(call).get();
    }
    if (call.reading() == Call.Reading.ALL) {
      return client.send(request(call), BodyHandlers.ofByteArray()).statusCode();
    }
    var response = client.send(request(call), BodyHandlers.ofInputStream());
    switch (call.reading()) {
      case CLOSE_UNREAD -> response.body().close();
      case CLOSE_PARTLY_READ -> {
        response.body().read();
        response.body().close();
      }
      case LEAK -> leaked.add(response.body());
      default -> throw new UnsupportedOperationException(call.reading().toString());
    }
    return response.statusCode();
  }

  @Override
  public CompletableFuture<Integer> sendAsync(Call call) {
    return client
        .sendAsync(request(call), BodyHandlers.ofByteArray())
        .thenApply(response -> response.statusCode());
  }

  private HttpRequest request(Call call) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(call.uri())
            .timeout(settings.readTimeout().orElse(Call.LIMIT))
            .method(
                call.method(),
                call.hasBody() ? BodyPublishers.ofByteArray(call.body()) : BodyPublishers.noBody());
    call.headers()
        .forEach(
            (name, value) -> {
              if (name.equals("Expect")) {
                request.expectContinue(true);
              } else {
                request.header(name, value);
              }
            });
    return request.build();
  }

  @Override
  public void close() {
    // Nothing ends this client before JDK 21 but the garbage collector.
    leaked.clear();
  }
}
