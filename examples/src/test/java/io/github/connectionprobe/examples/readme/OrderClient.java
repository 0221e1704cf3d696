package io.github.connectionprobe.examples.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Has an interceptor that costs a handshake for every request. */
final class OrderClient {

  private final OkHttpClient http =
      new OkHttpClient.Builder()
          .addInterceptor(
              chain ->
                  chain.proceed(chain.request().newBuilder().header("Connection", "close").build()))
          .build();
  private final URI service;

  OrderClient(URI service) {
    this.service = service;
  }

  List<String> orders(int... ids) {
    List<String> orders = new ArrayList<>();
    for (int id : ids) {
      orders.add(order(id));
    }
    return orders;
  }

  private String order(int id) {
    Request request = new Request.Builder().url(service + "/orders/" + id).build();
    try (Response response = http.newCall(request).execute()) {
      return response.body().string();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
