package io.github.connectionprobe.examples.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Speaks as much of Elasticsearch's HTTP interface as the examples use: the greeting at {@code /},
 * {@code PUT /index/_doc/id} and {@code POST /index/_search}.
 */
public final class SearchEngine implements AutoCloseable {

  private final HttpServer server;
  private final Map<String, String> documents = new TreeMap<>();

  private SearchEngine(HttpServer server) {
    this.server = server;
  }

  /** Starts it, empty, on a free port. */
  public static SearchEngine start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      SearchEngine engine = new SearchEngine(server);
      server.createContext("/", engine::handle);
      server.start();
      return engine;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns where it listens. */
  public URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  // The server calls this from one thread.
  private void handle(HttpExchange exchange) throws IOException {
    // A body left unread would make this server give up the connection.
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/")) {
      answer(exchange, 200, "{\"tagline\":\"You Know, for Search\"}");
    } else if (path.contains("/_doc/")) {
      boolean isNew = documents.put(path, body) == null;
      answer(
          exchange, isNew ? 201 : 200, "{\"result\":\"" + (isNew ? "created" : "updated") + "\"}");
    } else if (path.endsWith("/_search")) {
      answer(exchange, 200, hits(path.substring(0, path.lastIndexOf('/'))));
    } else {
      answer(exchange, 404, "{\"error\":\"no handler found\",\"status\":404}");
    }
  }

  private String hits(String index) {
    long hits = documents.keySet().stream().filter(id -> id.startsWith(index + "/")).count();
    return String.format(
        Locale.ROOT, "{\"hits\":{\"total\":{\"value\":%d,\"relation\":\"eq\"}}}", hits);
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("X-elastic-product", "Elasticsearch");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
