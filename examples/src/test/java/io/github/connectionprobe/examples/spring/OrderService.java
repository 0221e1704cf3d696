package io.github.connectionprobe.examples.spring;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.springframework.beans.factory.annotation.Value;

/** A bean that finds its server by a property. */
class OrderService {

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;

  OrderService(@Value("${orders.url}") String url) {
    this.url = url;
  }

  String order(int id) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/orders/" + id)).build();
    return http.send(request, BodyHandlers.ofString()).body();
  }
}
