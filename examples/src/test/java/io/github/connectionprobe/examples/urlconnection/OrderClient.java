package io.github.connectionprobe.examples.urlconnection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;

/**
 * Reads orders with {@link HttpURLConnection}. A body that was read to its end gives the connection
 * back to the JDK's cache, and that goes for the body of an error too.
 */
final class OrderClient {

  private final URI service;

  OrderClient(URI service) {
    this.service = service;
  }

  Optional<String> order(int id) throws IOException {
    URI order = service.resolve("/orders/" + id);
    HttpURLConnection connection = (HttpURLConnection) order.toURL().openConnection();
    boolean found = connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    try (InputStream in = found ? connection.getInputStream() : connection.getErrorStream()) {
      String body = new String(in.readAllBytes(), UTF_8);
      return found ? Optional.of(body) : Optional.empty();
    }
  }
}
