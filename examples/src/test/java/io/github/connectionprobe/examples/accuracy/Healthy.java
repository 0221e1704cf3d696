package io.github.connectionprobe.examples.accuracy;

import static io.github.connectionprobe.examples.accuracy.ClientKind.*;

import io.github.connectionprobe.examples.accuracy.Call.Reading;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Clients that keep to keep-alive, and must be left in peace. */
final class Healthy {

  private static final Set<ClientKind> WITHOUT_POOL_LIMIT =
      EnumSet.complementOf(
          EnumSet.of(SOCKET, HTTP_URL_CONNECTION, REST_TEMPLATE, FEIGN, AWS_URL_CONNECTION));

  private final List<Scenario> rows = new ArrayList<>();

  static List<Scenario> all() {
    Healthy healthy = new Healthy();
    healthy.oneAfterTheOther();
    healthy.messages();
    healthy.uploads();
    healthy.atOnce();
    healthy.time();
    healthy.everyServer();
    return healthy.rows;
  }

  private void oneAfterTheOther() {
    for (ClientKind client : ClientKind.real()) {
      rows.add(
          Scenario.of("sequential", client, ServerKind.JETTY)
              .quick()
              .plays(stage -> stage.get("/ok", 20)));
      rows.add(
          Scenario.of("errors", client, ServerKind.UNDERTOW)
              .plays(
                  stage -> {
                    for (int status : new int[] {404, 500, 503, 403, 200, 400}) {
                      stage.tryGet("/status/" + status);
                    }
                    stage.get("/ok", 2);
                  }));
      rows.add(
          Scenario.of("closed-at-the-end", client, ServerKind.JETTY)
              .plays(
                  stage -> {
                    try (TestClient once = client.open(ClientSettings.DEFAULT)) {
                      for (int i = 0; i < 4; i++) {
                        once.send(stage.call("/ok"));
                      }
                    }
                  }));
      rows.add(
          Scenario.of("second-window", client, ServerKind.JETTY)
              .plays(
                  stage -> {
                    stage.get("/ok", 2);
                    stage.pause(60);
                    stage.mark();
                    stage.get("/ok", 4);
                  }));
    }
  }

  private void messages() {
    for (ClientKind client : ClientKind.real()) {
      rows.add(
          Scenario.of("bodies-of-all-kinds", client, ServerKind.JETTY)
              .plays(
                  stage -> {
                    for (String path :
                        new String[] {
                          "/chunked",
                          "/gzip",
                          "/big/200000",
                          "/status/204",
                          "/status/304",
                          "/big-chunked/300000",
                          "/cookie",
                          "/big/3000000",
                          "/ok"
                        }) {
                      stage.get(path);
                    }
                  }));
      if (client != FEIGN) {
        rows.add(
            Scenario.of("head", client, ServerKind.TOMCAT)
                .plays(
                    stage -> {
                      for (int i = 0; i < 4; i++) {
                        stage.client().send(stage.call("/ok").method("HEAD"));
                        stage.get("/ok");
                      }
                    }));
      }
    }
    for (ClientKind client :
        EnumSet.of(JDK_HTTP_CLIENT, OKHTTP_5, OKHTTP_4, APACHE_4, APACHE_5, REST_CLIENT)) {
      rows.add(
          Scenario.of("redirects", client, ServerKind.UNDERTOW)
              .plays(
                  stage -> {
                    stage.get("/redirect", 3);
                    stage.get("/redirect-empty", 3);
                  }));
    }
    // HttpURLConnection closes after a redirect, whatever one does; so that is nobody's fault.
    for (ClientKind client :
        EnumSet.of(
            REACTOR_NETTY, JETTY, ASYNC_HTTP_CLIENT, VERTX, HTTP_URL_CONNECTION, REST_TEMPLATE)) {
      rows.add(
          Scenario.of("redirects", client, ServerKind.UNDERTOW)
              .plays(stage -> stage.get("/redirect", 4)));
    }
    for (ClientKind client : EnumSet.of(OKHTTP_5, OKHTTP_4, APACHE_5, REST_TEMPLATE)) {
      rows.add(
          Scenario.of("small-body-closed-unread", client, ServerKind.JETTY)
              .plays(
                  stage -> {
                    for (int i = 0; i < 4; i++) {
                      stage.client().send(stage.call("/ok").reading(Reading.CLOSE_UNREAD));
                    }
                  }));
    }
    rows.add(
        Scenario.of("two-names-of-one-address", JDK_HTTP_CLIENT, ServerKind.JETTY)
            .plays(
                stage -> {
                  for (int i = 0; i < 3; i++) {
                    stage.get("/ok");
                    stage
                        .client()
                        .send(Call.get("http://127.0.0.1:" + stage.proxy().port() + "/ok"));
                  }
                }));
  }

  private void uploads() {
    for (ClientKind client : ClientKind.real()) {
      rows.add(
          Scenario.of("uploads", client, ServerKind.JETTY)
              .plays(
                  stage -> {
                    for (int size : new int[] {1, 1_000, 100_000, 2_000_000}) {
                      stage.client().send(stage.call("/echo").body(new byte[size]));
                    }
                  }));
    }
    for (ClientKind client : EnumSet.of(APACHE_4, APACHE_5, JDK_HTTP_CLIENT)) {
      rows.add(
          Scenario.of("expect-100-continue", client, ServerKind.JETTY)
              .plays(
                  stage -> {
                    for (int i = 0; i < 4; i++) {
                      stage
                          .client()
                          .send(
                              stage
                                  .call("/echo")
                                  .body(new byte[5_000])
                                  .header("Expect", "100-continue"));
                    }
                  }));
    }
  }

  private void atOnce() {
    for (ClientKind client : ClientKind.real()) {
      rows.add(
          Scenario.of("bursts", client, ServerKind.JETTY)
              .quickIf(client == REACTOR_NETTY || client == OKHTTP_5)
              .plays(
                  stage -> {
                    stage.burst("/slow/30", 5);
                    stage.get("/ok", 3);
                    stage.burst("/slow/30", 5);
                  }));
      rows.add(
          Scenario.of("threads", client, ServerKind.UNDERTOW)
              .client(ClientSettings.maxIdle(32))
              .plays(stage -> threads(stage, WITHOUT_POOL_LIMIT.contains(client) ? 16 : 5, 20)));
    }
    for (ClientKind client : EnumSet.of(OKHTTP_5_ASYNC, REACTOR_NETTY, JETTY, VERTX, AWS_NETTY)) {
      rows.add(
          Scenario.of("fan-out", client, ServerKind.VERTX)
              .client(ClientSettings.maxIdle(32))
              .plays(
                  stage -> {
                    for (int i = 0; i < 4; i++) {
                      stage.burst("/slow/20", 8);
                    }
                  }));
    }
    for (ClientKind client : EnumSet.of(REACTOR_NETTY, JETTY, VERTX, AWS_NETTY, APACHE_5_ASYNC)) {
      rows.add(
          Scenario.of("small-pool", client, ServerKind.JETTY)
              .client(ClientSettings.maxConnections(2))
              .plays(stage -> stage.burst("/slow/10", 12)));
    }
    rows.add(
        Scenario.of("warm-up-then-load", OKHTTP_5, ServerKind.TOMCAT)
            .plays(
                stage -> {
                  stage.get("/ok");
                  threads(stage, 5, 10);
                  stage.get("/ok", 3);
                }));
    for (ClientKind client : EnumSet.of(OKHTTP_5, APACHE_5, JDK_HTTP_CLIENT)) {
      rows.add(
          Scenario.of("beside-another-client", client, ServerKind.JETTY)
              .plays(
                  stage -> {
                    TestClient other =
                        stage.closeLater(HTTP_URL_CONNECTION.open(ClientSettings.DEFAULT));
                    for (int i = 0; i < 4; i++) {
                      stage.get("/ok");
                      other.send(stage.call("/ok"));
                    }
                  }));
      rows.add(
          Scenario.of("two-tests-at-once", client, ServerKind.JETTY)
              .plays(
                  stage -> {
                    List<CompletableFuture<Void>> tests = new ArrayList<>();
                    for (int i = 0; i < 2; i++) {
                      TestClient own = stage.newClient();
                      tests.add(
                          CompletableFuture.runAsync(() -> sendTo(own, stage, 15), Pause.THREADS));
                    }
                    for (CompletableFuture<Void> test : tests) {
                      test.get(30, TimeUnit.SECONDS);
                    }
                  }));
    }
  }

  private static void threads(Stage stage, int threads, int requests) throws Exception {
    TestClient client = stage.client();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      all.add(CompletableFuture.runAsync(() -> sendTo(client, stage, requests), Pause.THREADS));
    }
    for (CompletableFuture<Void> one : all) {
      one.get(30, TimeUnit.SECONDS);
    }
  }

  private static void sendTo(TestClient client, Stage stage, int requests) {
    try {
      for (int i = 0; i < requests; i++) {
        client.send(stage.call(i % 3 == 0 ? "/slow/3" : "/ok"));
      }
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private void time() {
    for (ClientKind client : ClientKind.real()) {
      rows.add(
          Scenario.of("long-idle", client, ServerKind.TOMCAT)
              .plays(
                  stage -> {
                    stage.get("/ok", 2);
                    stage.pause(700);
                    stage.get("/ok", 2);
                  }));
      rows.add(
          Scenario.of("slow-responses", client, ServerKind.JETTY)
              .plays(
                  stage -> {
                    stage.get("/slow/150", 2);
                    stage.get("/ok");
                  }));
    }
  }

  private void everyServer() {
    for (ServerKind server : EnumSet.complementOf(EnumSet.of(ServerKind.JETTY))) {
      for (ClientKind client : EnumSet.of(APACHE_5, JDK_HTTP_CLIENT, JETTY)) {
        rows.add(Scenario.of("sequential", client, server).plays(stage -> stage.get("/ok", 10)));
      }
    }
    rows.add(Scenario.of("websocket", JDK_HTTP_CLIENT, ServerKind.VERTX).plays(Healthy::websocket));
  }

  /** A WebSocket takes its connection with it, which is nobody's fault. */
  private static void websocket(Stage stage) throws Exception {
    stage.get("/ok", 2);
    java.net.http.WebSocket socket =
        java.net.http.HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(
                java.net.URI.create("ws://localhost:" + stage.proxy().port() + "/chat"),
                new java.net.http.WebSocket.Listener() {})
            .get(10, TimeUnit.SECONDS);
    socket.sendText("hello", true).get(10, TimeUnit.SECONDS);
    stage.get("/ok", 2);
    socket.abort();
  }
}
