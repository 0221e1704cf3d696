package com.example;

import java.io.IOException;
import java.net.URI;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** With {@code -Dclient=connection-close} it adds a header that it should not. */
public final class OrderClient {

  private final OkHttpClient http;
  private final URI service;

  public OrderClient(URI service) {
    this.service = service;
    OkHttpClient.Builder builder = new OkHttpClient.Builder();
    if ("connection-close".equals(System.getProperty("client"))) {
      builder.addInterceptor(
          chain ->
              chain.proceed(chain.request().newBuilder().header("Connection", "close").build()));
    }
    http = builder.build();
  }

  public String order(int id) throws IOException {
    Request request = new Request.Builder().url(service + "/orders/" + id).build();
    try (Response response = http.newCall(request).execute()) {
      return response.body().string();
    }
  }
}
