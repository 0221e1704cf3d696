package io.github.connectionprobe.examples.accuracy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.client.methods.RequestBuilder;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.impl.NoConnectionReuseStrategy;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.util.EntityUtils;

/** Apache HttpClient 4.5. */
final class Apache4TestClient implements TestClient {

  private final CloseableHttpClient client;
  private final List<CloseableHttpResponse> leaked = new ArrayList<>();

  Apache4TestClient(ClientSettings settings) {
    HttpClientBuilder builder = HttpClientBuilder.create();
    builder.setDefaultRequestConfig(
        RequestConfig.custom()
            .setSocketTimeout((int) settings.readTimeout().orElse(Call.LIMIT).toMillis())
            .build());
    builder.setMaxConnPerRoute(settings.maxConnections().orElse(32));
    builder.setMaxConnTotal(64);
    if (settings.readTimeout().isPresent()) {
      builder.disableAutomaticRetries();
    }
    if (!settings.reuse()) {
      builder.setConnectionReuseStrategy(NoConnectionReuseStrategy.INSTANCE);
    }
    settings
        .idleLimit()
        .ifPresent(limit -> builder.setKeepAliveStrategy((response, context) -> limit.toMillis()));
    settings
        .lifetime()
        .ifPresent(
            limit -> builder.setConnectionTimeToLive(limit.toMillis(), TimeUnit.MILLISECONDS));
    client = builder.build();
  }

  @Override
  public int send(Call call) throws Exception {
    RequestBuilder request = RequestBuilder.create(call.method()).setUri(call.uri());
    call.headers().forEach(request::setHeader);
    if (call.hasBody()) {
      request.setEntity(new ByteArrayEntity(call.body()));
    }
    if (call.headers().containsKey("Expect")) {
      request.removeHeaders("Expect");
      request.setConfig(RequestConfig.custom().setExpectContinueEnabled(true).build());
    }
    HttpUriRequest built = request.build();
    if (call.hasBody() && !(built instanceof HttpEntityEnclosingRequest)) {
      throw new UnsupportedOperationException(call.method() + " with a body");
    }
    CloseableHttpResponse response = client.execute(built);
    switch (call.reading()) {
      case ALL -> {
        try (response) {
          EntityUtils.consume(response.getEntity());
        }
      }
      case CLOSE_UNREAD -> response.close();
      case CLOSE_PARTLY_READ -> {
        response.getEntity().getContent().readNBytes(3);
        response.close();
      }
      case LEAK -> leaked.add(response);
      case DISCONNECT -> {
        EntityUtils.consume(response.getEntity());
        built.abort();
        response.close();
      }
    }
    return response.getStatusLine().getStatusCode();
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
