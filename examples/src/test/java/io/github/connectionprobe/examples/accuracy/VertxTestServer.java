package io.github.connectionprobe.examples.accuracy;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.TimeUnit;

/** Vert.x 4, which is Netty underneath. */
final class VertxTestServer implements TestServer {

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;

  VertxTestServer(ServerSettings settings, boolean http2) {
    HttpServerOptions options = new HttpServerOptions().setHttp2ClearTextEnabled(http2);
    settings
        .idle()
        .ifPresent(
            idle ->
                options
                    .setIdleTimeout((int) idle.toMillis())
                    .setIdleTimeoutUnit(TimeUnit.MILLISECONDS));
    server = vertx.createHttpServer(options);
    server.webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage));
    server.requestHandler(request -> answer(request, settings.keepAlive()));
    server
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(10, SECONDS)
        .join();
  }

  @Override
  public int port() {
    return server.actualPort();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, SECONDS).join();
  }

  private void answer(HttpServerRequest request, boolean keepAlive) {
    request.bodyHandler(
        body -> {
          Reply reply = Reply.to(request.method().name(), request.path(), body.getBytes());
          if (reply.delay().isZero()) {
            answer(request, reply, keepAlive);
          } else {
            vertx.setTimer(reply.delay().toMillis(), fired -> answer(request, reply, keepAlive));
          }
        });
  }

  private static void answer(HttpServerRequest request, Reply reply, boolean keepAlive) {
    HttpServerResponse response = request.response().setStatusCode(reply.status());
    reply.headers().forEach(response::putHeader);
    if (!keepAlive) {
      response.putHeader("Connection", "close");
    }
    if (!reply.mayHaveBody(request.method().name())) {
      response.end();
    } else if (reply.chunked()) {
      response.setChunked(true);
      response.write(Buffer.buffer(reply.body()));
      response.end();
    } else {
      response.end(Buffer.buffer(reply.body()));
    }
    if (!keepAlive) {
      request.connection().close();
    }
  }
}
