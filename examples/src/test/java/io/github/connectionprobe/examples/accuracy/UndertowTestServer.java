package io.github.connectionprobe.examples.accuracy;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;

/** Undertow 2. */
final class UndertowTestServer implements TestServer {

  private final Undertow server;

  UndertowTestServer(ServerSettings settings) {
    Undertow.Builder builder =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(1)
            .setWorkerThreads(20)
            .setHandler(new BlockingHandler(exchange -> answer(exchange, settings.keepAlive())));
    settings
        .idle()
        .ifPresent(
            idle ->
                builder.setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, (int) idle.toMillis()));
    server = builder.build();
    server.start();
  }

  @Override
  public int port() {
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  @Override
  public void close() {
    server.stop();
  }

  private static void answer(HttpServerExchange exchange, boolean keepAlive) throws IOException {
    String path = exchange.getRequestPath();
    String method = exchange.getRequestMethod().toString();
    boolean refuse = path.startsWith("/refuse");
    byte[] body = refuse ? new byte[0] : exchange.getInputStream().readAllBytes();
    Reply reply = Reply.to(method, refuse ? "/status/413" : path, body);
    Pause.of(reply.delay());
    if (!keepAlive) {
      exchange.setPersistent(false);
    }
    exchange.setStatusCode(reply.status());
    reply.headers().forEach((n, v) -> exchange.getResponseHeaders().put(new HttpString(n), v));
    if (!reply.mayHaveBody(method)) {
      exchange.endExchange();
      return;
    }
    if (!reply.chunked()) {
      exchange.getResponseHeaders().put(Headers.CONTENT_LENGTH, reply.body().length);
    }
    try (OutputStream out = exchange.getOutputStream()) {
      out.write(reply.body(), 0, reply.body().length / 2);
      if (reply.chunked()) {
        out.flush();
      }
      out.write(
          reply.body(), reply.body().length / 2, reply.body().length - reply.body().length / 2);
    }
  }
}
