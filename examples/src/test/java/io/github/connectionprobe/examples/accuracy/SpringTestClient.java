package io.github.connectionprobe.examples.accuracy;

import java.io.Closeable;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/** Spring's RestTemplate and RestClient, over three of the clients they can use. */
final class SpringTestClient implements TestClient {

  /** Which of the two faces, over which client. */
  enum Face {
    REST_TEMPLATE_SIMPLE,
    REST_TEMPLATE_APACHE,
    REST_CLIENT_JDK
  }

  private final Face face;
  private final ClientHttpRequestFactory factory;
  private final Closeable underneath;
  private final List<ClientHttpResponse> leaked = new ArrayList<>();

  SpringTestClient(Face face, ClientSettings settings) {
    this.face = face;
    switch (face) {
      case REST_TEMPLATE_SIMPLE -> {
        SimpleClientHttpRequestFactory simple = new SimpleClientHttpRequestFactory();
        simple.setReadTimeout(settings.readTimeout().orElse(Call.LIMIT));
        factory = simple;
        underneath = () -> {};
      }
      case REST_TEMPLATE_APACHE -> {
        Apache5TestClient apache = new Apache5TestClient(settings);
        factory = new HttpComponentsClientHttpRequestFactory(apache.client());
        underneath = apache::close;
      }
      default -> {
        JdkClientHttpRequestFactory jdk =
            new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build());
        jdk.setReadTimeout(settings.readTimeout().orElse(Call.LIMIT));
        factory = jdk;
        underneath = () -> {};
      }
    }
  }

  @Override
  public int send(Call call) throws Exception {
    if (call.reading() != Call.Reading.ALL) {
      return sendByHand(call);
    }
    if (face == Face.REST_CLIENT_JDK) {
      return RestClient.create(new RestTemplate(factory))
          .method(HttpMethod.valueOf(call.method()))
          .uri(call.uri())
          .headers(headers -> call.headers().forEach(headers::set))
          .body(call.body())
          .exchange(
              (request, response) -> {
                response.getBody().readAllBytes();
                return response.getStatusCode().value();
              });
    }
    RestTemplate template = new RestTemplate(factory);
    template.setErrorHandler(response -> false);
    ResponseEntity<byte[]> response =
        template.execute(
            call.uri(),
            HttpMethod.valueOf(call.method()),
            request -> {
              call.headers().forEach(request.getHeaders()::set);
              if (call.hasBody()) {
                request.getBody().write(call.body());
              }
            },
            answered ->
                ResponseEntity.status(answered.getStatusCode())
                    .body(answered.getBody().readAllBytes()));
    return response.getStatusCode().value();
  }

  private int sendByHand(Call call) throws Exception {
    ClientHttpRequest request =
        factory.createRequest(call.uri(), HttpMethod.valueOf(call.method()));
    call.headers().forEach(request.getHeaders()::set);
    ClientHttpResponse response = request.execute();
    int status = response.getStatusCode().value();
    switch (call.reading()) {
      case CLOSE_UNREAD -> response.close();
      case LEAK -> leaked.add(response);
      default -> throw new UnsupportedOperationException(call.reading().toString());
    }
    return status;
  }

  @Override
  public void close() throws IOException {
    underneath.close();
    leaked.clear();
  }
}
