package io.github.connectionprobe.examples.jdk;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** As {@link OrderClient}, but every call makes a client, and with it a pool, of its own. */
final class ClientPerCallOrderClient {

  private final URI service;

  ClientPerCallOrderClient(URI service) {
    this.service = service;
  }

  String order(int id) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(service.resolve("/orders/" + id)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }
}
