package io.github.connectionprobe.examples.junit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Fetches orders one after the other. */
final class OrderClient {

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server;

  OrderClient(URI server) {
    this.server = server;
  }

  void orders(int first, int last) throws IOException, InterruptedException {
    for (int id = first; id <= last; id++) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/orders/" + id)).build();
      http.send(request, BodyHandlers.ofString());
    }
  }
}
