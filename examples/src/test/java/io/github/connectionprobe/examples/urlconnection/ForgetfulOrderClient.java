package io.github.connectionprobe.examples.urlconnection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;

/** As {@link OrderClient}, but a missing order leaves a response that nobody reads. */
final class ForgetfulOrderClient {

  private final URI service;

  ForgetfulOrderClient(URI service) {
    this.service = service;
  }

  Optional<String> order(int id) throws IOException {
    URI order = service.resolve("/orders/" + id);
    HttpURLConnection connection = (HttpURLConnection) order.toURL().openConnection();
    if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
      return Optional.empty();
    }
    try (InputStream in = connection.getInputStream()) {
      return Optional.of(new String(in.readAllBytes(), UTF_8));
    }
  }
}
