package io.github.connectionprobe.examples.okhttp;

import java.io.IOException;
import java.net.URI;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Reads orders with OkHttp. The connections belong to the {@link OkHttpClient}: share it. */
final class OrderClient {

  private final OkHttpClient http;
  private final URI service;

  OrderClient(OkHttpClient http, URI service) {
    this.http = http;
    this.service = service;
  }

  String order(int id) throws IOException {
    Request request = new Request.Builder().url(service + "/orders/" + id).build();
    try (Response response = http.newCall(request).execute()) {
      return response.body().string();
    }
  }
}
