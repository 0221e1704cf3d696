package io.github.connectionprobe.examples.apache;

import java.io.IOException;
import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Reads orders with Apache HttpClient 5. */
final class OrderClient {

  private final CloseableHttpClient http;
  private final URI service;

  OrderClient(CloseableHttpClient http, URI service) {
    this.http = http;
    this.service = service;
  }

  String order(int id) throws IOException {
    HttpGet request = new HttpGet(service.resolve("/orders/" + id));
    return http.execute(request, response -> EntityUtils.toString(response.getEntity()));
  }
}
