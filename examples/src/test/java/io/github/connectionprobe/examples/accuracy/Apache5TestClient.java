package io.github.connectionprobe.examples.accuracy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Apache HttpClient 5, its classic API. */
final class Apache5TestClient implements TestClient {

  private final CloseableHttpClient client;
  private final List<ClassicHttpResponse> leaked = new ArrayList<>();

  Apache5TestClient(ClientSettings settings) {
    this(settings, HttpClientBuilder.create());
  }

  Apache5TestClient(ClientSettings settings, HttpClientBuilder builder) {
    ConnectionConfig.Builder connections = ConnectionConfig.custom();
    settings.lifetime().ifPresent(l -> connections.setTimeToLive(TimeValue.of(l)));
    builder.setConnectionManager(
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnPerRoute(settings.maxConnections().orElse(32))
            .setMaxConnTotal(64)
            .setDefaultConnectionConfig(connections.build())
            .build());
    builder.setDefaultRequestConfig(
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
  }

  CloseableHttpClient client() {
    return client;
  }

  @Override
  @SuppressWarnings("deprecation") // The only way to hold a response open.
  public int send(Call call) throws Exception {
    ClassicRequestBuilder request = ClassicRequestBuilder.create(call.method()).setUri(call.uri());
    call.headers().forEach(request::setHeader);
    if (call.hasBody()) {
      request.setEntity(call.body(), ContentType.TEXT_PLAIN);
    }
    if (call.headers().containsKey("Expect")) {
      request.setHeaders();
      RequestConfig expecting = RequestConfig.custom().setExpectContinueEnabled(true).build();
      HttpClientContext context = HttpClientContext.create();
      context.setRequestConfig(expecting);
      return client.execute(request.build(), context, this::consume);
    }
    if (call.reading() == Call.Reading.ALL) {
      return client.execute(request.build(), this::consume);
    }
    var response = client.execute(request.build());
    switch (call.reading()) {
      case CLOSE_UNREAD -> response.close();
      case CLOSE_PARTLY_READ -> {
        response.getEntity().getContent().readNBytes(3);
        response.close();
      }
      case LEAK -> leaked.add(response);
      default -> throw new UnsupportedOperationException(call.reading().toString());
    }
    return response.getCode();
  }

  private int consume(ClassicHttpResponse response) throws IOException {
    EntityUtils.consume(response.getEntity());
    return response.getCode();
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
