package io.github.connectionprobe.examples.accuracy;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** The AWS SDK's synchronous HTTP clients, used without a service client around them. */
final class AwsTestClient implements TestClient {

  private final SdkHttpClient client;
  private final String agent;
  private final List<AbortableInputStream> leaked = new ArrayList<>();

  private AwsTestClient(SdkHttpClient client, String agent) {
    this.client = client;
    this.agent = agent;
  }

  static AwsTestClient overUrlConnection(ClientSettings settings) {
    return new AwsTestClient(
        UrlConnectionHttpClient.builder()
            .socketTimeout(settings.readTimeout().orElse(Call.LIMIT))
            .build(),
        "aws-sdk-java/2.57.8 md/io#sync md/http#UrlConnection ua/2.1");
  }

  @SuppressWarnings("deprecation") // Its successor for HttpClient 5 is young; this one is in use.
  static AwsTestClient overApache(ClientSettings settings) {
    software.amazon.awssdk.http.apache.ApacheHttpClient.Builder builder =
        software.amazon.awssdk.http.apache.ApacheHttpClient.builder()
            .socketTimeout(settings.readTimeout().orElse(Call.LIMIT))
            .maxConnections(settings.maxConnections().orElse(50));
    settings.idleLimit().ifPresent(builder::connectionMaxIdleTime);
    settings.lifetime().ifPresent(builder::connectionTimeToLive);
    return new AwsTestClient(
        builder.build(), "aws-sdk-java/2.57.8 md/io#sync md/http#Apache ua/2.1");
  }

  /** Makes a request with a User-Agent such as a service client sends. */
  static SdkHttpFullRequest request(Call call, String agent) {
    SdkHttpFullRequest.Builder request =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.fromValue(call.method()))
            .uri(call.uri())
            .putHeader("User-Agent", call.headers().getOrDefault("User-Agent", agent));
    call.headers().forEach(request::putHeader);
    if (call.hasBody()) {
      request.putHeader("Content-Length", "" + call.body().length);
      request.contentStreamProvider(ContentStreamProvider.fromByteArray(call.body()));
    }
    return request.build();
  }

  @Override
  public int send(Call call) throws Exception {
    SdkHttpFullRequest request = request(call, agent);
    HttpExecuteRequest.Builder execute = HttpExecuteRequest.builder().request(request);
    if (call.hasBody()) {
      execute.contentStreamProvider(() -> new ByteArrayInputStream(call.body()));
    }
    HttpExecuteResponse response = client.prepareRequest(execute.build()).call();
    if (response.responseBody().isPresent()) {
      read(response.responseBody().get(), call.reading());
    }
    return response.httpResponse().statusCode();
  }

  private void read(AbortableInputStream body, Call.Reading reading) throws Exception {
    switch (reading) {
      case ALL -> {
        try (body) {
          body.readAllBytes();
        }
      }
      case CLOSE_UNREAD -> body.close();
      case CLOSE_PARTLY_READ -> {
        body.readNBytes(3);
        body.close();
      }
      case LEAK -> leaked.add(body);
      case DISCONNECT -> body.abort();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
