package com.example.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** The real server of these examples. It keeps connections alive. */
public final class OrderServer implements AutoCloseable {

  private final HttpServer http;

  private OrderServer(HttpServer http) {
    this.http = http;
  }

  public static OrderServer start() {
    try {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      http.createContext("/", OrderServer::answer);
      http.start();
      return new OrderServer(http);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      byte[] body = exchange.getRequestURI().getPath().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  public URI uri() {
    return URI.create("http://localhost:" + http.getAddress().getPort());
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
