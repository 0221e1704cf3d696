package io.github.connectionprobe.examples.accuracy;

import io.netty.buffer.Unpooled;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Reactor Netty's server. */
final class ReactorNettyTestServer implements TestServer {

  private final DisposableServer server;

  ReactorNettyTestServer(ServerSettings settings) {
    HttpServer http = HttpServer.create().host("127.0.0.1").port(0);
    if (settings.idle().isPresent()) {
      http = http.idleTimeout(settings.idle().get());
    }
    if (settings.maxRequests().isPresent()) {
      http = http.maxKeepAliveRequests(settings.maxRequests().get());
    }
    server = http.handle((q, a) -> answer(q, a, settings.keepAlive())).bindNow();
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.disposeNow(Duration.ofSeconds(5));
  }

  private static Mono<Void> answer(
      HttpServerRequest request, HttpServerResponse response, boolean keepAlive) {
    return request
        .receive()
        .aggregate()
        .asByteArray()
        .defaultIfEmpty(new byte[0])
        .flatMap(
            body -> {
              Reply reply = Reply.to(request.method().name(), "/" + request.path(), body);
              return Mono.delay(reply.delay())
                  .then(Mono.defer(() -> send(request, response, reply, keepAlive)));
            });
  }

  private static Mono<Void> send(
      HttpServerRequest request, HttpServerResponse response, Reply reply, boolean keepAlive) {
    response.status(reply.status());
    reply.headers().forEach(response::header);
    if (!keepAlive) {
      response.keepAlive(false);
    }
    if (!reply.mayHaveBody(request.method().name()) || reply.body().length == 0) {
      if (reply.mayHaveBody(request.method().name())) {
        response.header("Content-Length", "0");
      }
      return response.send().then();
    }
    if (!reply.chunked()) {
      response.header("Content-Length", "" + reply.body().length);
    }
    return response.send(Flux.just(Unpooled.wrappedBuffer(reply.body()))).then();
  }
}
