package io.github.connectionprobe.examples.accuracy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The JDK's own HttpServer. */
final class JdkTestServer implements TestServer {

  private final HttpServer server;

  JdkTestServer(ServerSettings settings) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Pause.THREADS);
    server.createContext("/", exchange -> answer(exchange, settings.keepAlive()));
    server.start();
  }

  @Override
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange, boolean keepAlive) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    boolean refuse = path.startsWith("/refuse");
    byte[] body = refuse ? new byte[0] : exchange.getRequestBody().readAllBytes();
    Reply reply = Reply.to(method, refuse ? "/status/413" : path, body);
    Pause.of(reply.delay());
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    if (!keepAlive) {
      exchange.getResponseHeaders().set("Connection", "close");
    }
    boolean mayHaveBody = reply.mayHaveBody(method);
    long length = !mayHaveBody || reply.body().length == 0 ? -1 : reply.body().length;
    exchange.sendResponseHeaders(reply.status(), reply.chunked() && mayHaveBody ? 0 : length);
    if (mayHaveBody) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(reply.body());
      }
    }
    exchange.close();
  }
}
