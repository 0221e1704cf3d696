package com.example.servers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Calls the server of the orders. */
class OrderClient {

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server;

  OrderClient(URI server) {
    this.server = server;
  }

  String order(int id) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/orders/" + id)).build();
    return http.send(request, BodyHandlers.ofString()).body();
  }
}
