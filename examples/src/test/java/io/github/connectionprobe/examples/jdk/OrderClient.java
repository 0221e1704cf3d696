package io.github.connectionprobe.examples.jdk;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Reads orders with the JDK's {@link HttpClient}. One client for all calls: it is the pool. */
final class OrderClient {

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI service;

  OrderClient(URI service) {
    this.service = service;
  }

  String order(int id) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(service.resolve("/orders/" + id)).build();
    return http.send(request, BodyHandlers.ofString()).body();
  }
}
