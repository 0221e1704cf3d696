package io.github.connectionprobe.examples.accuracy;

import feign.Feign;
import feign.HeaderMap;
import feign.Request;
import feign.RequestLine;
import feign.Response;
import feign.Retryer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Feign with the client it brings along, which is HttpURLConnection underneath. */
final class FeignTestClient implements TestClient {

  /** What Feign makes a client of. */
  interface Api {

    @RequestLine("GET")
    Response get(URI uri, @HeaderMap Map<String, Object> headers);

    @RequestLine("POST")
    Response post(URI uri, @HeaderMap Map<String, Object> headers, byte[] body);
  }

  private final Api api;
  private final List<Response> leaked = new ArrayList<>();

  FeignTestClient(ClientSettings settings) {
    api =
        Feign.builder()
            .retryer(Retryer.NEVER_RETRY)
            .options(
                new Request.Options(
                    5,
                    TimeUnit.SECONDS,
                    settings.readTimeout().orElse(Call.LIMIT).toMillis(),
                    TimeUnit.MILLISECONDS,
                    true))
            .target(Api.class, "http://localhost");
  }

  @Override
  public int send(Call call) throws Exception {
    Map<String, Object> headers = Map.copyOf(call.headers());
    Response response =
        switch (call.method()) {
          case "GET" -> api.get(call.uri(), headers);
          case "POST" -> api.post(call.uri(), headers, call.body());
          default -> throw new UnsupportedOperationException(call.method());
        };
    switch (call.reading()) {
      case ALL -> {
        try (response) {
          if (response.body() != null) {
            response.body().asInputStream().readAllBytes();
          }
        }
      }
      case CLOSE_UNREAD -> response.close();
      case LEAK -> leaked.add(response);
      default -> throw new UnsupportedOperationException(call.reading().toString());
    }
    return response.status();
  }

  @Override
  public void close() {
    leaked.clear();
  }
}
