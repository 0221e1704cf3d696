package io.github.connectionprobe.examples.accuracy;

import static io.github.connectionprobe.diagnosis.Cause.*;
import static io.github.connectionprobe.examples.accuracy.ClientKind.*;

import io.github.connectionprobe.examples.accuracy.Call.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Keep-alive lost by what the client does with its requests, its responses and its pool. */
final class ClientLosses {

  /** Those that share HttpURLConnection's one pool, whatever object is in front of it. */
  static final Set<ClientKind> OVER_URL_CONNECTION =
      EnumSet.of(HTTP_URL_CONNECTION, REST_TEMPLATE, FEIGN, AWS_URL_CONNECTION);

  private static final Set<ClientKind> WITH_REUSE_SWITCH =
      EnumSet.of(
          OKHTTP_5,
          OKHTTP_5_ASYNC,
          OKHTTP_4,
          APACHE_4,
          APACHE_5,
          APACHE_5_ASYNC,
          REST_TEMPLATE_APACHE,
          REACTOR_NETTY,
          JETTY);

  private static final Set<ClientKind> CLOSE_ENDS_POOL =
      EnumSet.of(
          OKHTTP_5,
          OKHTTP_4,
          APACHE_4,
          APACHE_5,
          APACHE_5_ASYNC,
          REACTOR_NETTY,
          JETTY,
          ASYNC_HTTP_CLIENT,
          VERTX,
          AWS_APACHE,
          AWS_NETTY);

  private final List<Scenario> rows = new ArrayList<>();

  static List<Scenario> all() {
    ClientLosses losses = new ClientLosses();
    losses.closingByRequest();
    losses.withoutReuse();
    losses.clientPerCall();
    losses.responses();
    losses.pools();
    losses.patience();
    return losses.rows;
  }

  private void closingByRequest() {
    for (ClientKind client : ClientKind.real()) {
      ServerKind server = ServerKind.values()[client.ordinal() % 5];
      rows.add(
          Scenario.of("request-close", client, server)
              .loses(REQUEST_CLOSE)
              .quickIf(client == OKHTTP_5 || client == HTTP_URL_CONNECTION)
              .plays(
                  stage -> {
                    for (int i = 0; i < 3; i++) {
                      stage.client().send(stage.call("/ok").header("Connection", "close"));
                    }
                  }));
    }
    for (ClientKind client : EnumSet.of(ASYNC_HTTP_CLIENT, VERTX)) {
      rows.add(
          Scenario.of("keep-alive-off", client, ServerKind.UNDERTOW)
              .client(ClientSettings.noReuse())
              .loses(REQUEST_CLOSE)
              .plays(stage -> stage.get("/ok", 3)));
    }
  }

  private void withoutReuse() {
    for (ClientKind client : WITH_REUSE_SWITCH) {
      rows.add(
          Scenario.of("pool-keeps-nothing", client, ServerKind.TOMCAT)
              .client(ClientSettings.noReuse())
              .loses(REUSE_DISABLED)
              .looksLike(CLIENT_CLOSED_AFTER_RESPONSE)
              .quickIf(client == OKHTTP_5)
              .plays(stage -> stage.get("/ok", 4)));
    }
    for (ClientKind client : EnumSet.of(OKHTTP_5, OKHTTP_4)) {
      rows.add(
          Scenario.of("evict-after-each-call", client, ServerKind.JETTY)
              .loses(REUSE_DISABLED, CLIENT_CLOSED_AFTER_RESPONSE)
              .plays(
                  stage -> {
                    for (int i = 0; i < 3; i++) {
                      stage.client().send(stage.call("/ok").reading(Reading.DISCONNECT));
                    }
                  }));
    }
    rows.add(
        Scenario.of("disconnect", HTTP_URL_CONNECTION, ServerKind.JETTY)
            .loses(REUSE_DISABLED, CLIENT_CLOSED_AFTER_RESPONSE, UNREAD_BODY)
            .plays(
                stage -> {
                  for (int i = 0; i < 3; i++) {
                    stage.client().send(stage.call("/ok").reading(Reading.DISCONNECT));
                  }
                }));
  }

  private void clientPerCall() {
    for (ClientKind client : ClientKind.real()) {
      if (!OVER_URL_CONNECTION.contains(client)) {
        rows.add(
            Scenario.of("client-per-call", client, ServerKind.JETTY)
                .loses(NEW_CLIENT_PER_CALL)
                .looksLike(ORPHANED)
                .quickIf(client == OKHTTP_5 || client == JDK_HTTP_CLIENT)
                .plays(
                    stage -> {
                      for (int i = 0; i < 4; i++) {
                        stage.newClient().send(stage.call("/ok"));
                      }
                    }));
      }
    }
    for (ClientKind client : CLOSE_ENDS_POOL) {
      rows.add(
          Scenario.of("client-per-call-closed", client, ServerKind.UNDERTOW)
              .loses(NEW_CLIENT_PER_CALL)
              .looksLike(CLIENT_CLOSED_AFTER_RESPONSE, REUSE_DISABLED)
              .plays(
                  stage -> {
                    for (int i = 0; i < 3; i++) {
                      try (TestClient once = client.open(ClientSettings.DEFAULT)) {
                        once.send(stage.call("/ok"));
                      }
                    }
                  }));
    }
  }

  private void responses() {
    for (ClientKind client : ClientKind.real()) {
      if (client.readings.contains(Reading.LEAK)) {
        rows.add(
            Scenario.of("response-never-closed", client, ServerKind.JETTY)
                .loses(LEAKED_RESPONSE)
                .looksLike(ORPHANED)
                .quickIf(client == OKHTTP_5)
                .plays(
                    stage -> {
                      for (int i = 0; i < 3; i++) {
                        stage.client().send(stage.call("/big/100000").reading(Reading.LEAK));
                      }
                    }));
      }
    }
    for (ClientKind client : EnumSet.of(OKHTTP_5, APACHE_5, HTTP_URL_CONNECTION, JDK_HTTP_CLIENT)) {
      rows.add(
          Scenario.of("huge-response-not-read", client, ServerKind.JETTY)
              .loses(RESPONSE_NOT_READ)
              .looksLike(LEAKED_RESPONSE, CONCURRENCY)
              .plays(
                  stage -> {
                    stage.client().send(stage.call("/big/40000000").reading(Reading.LEAK));
                    stage.pause(1_200);
                    stage.client().send(stage.call("/big/40000000").reading(Reading.LEAK));
                    stage.pause(1_200);
                    stage.get("/ok");
                  }));
    }
    unread("closed-unread", APACHE_4, "/ok", Reading.CLOSE_UNREAD);
    unread("closed-unread-big", APACHE_4, "/big/2000000", Reading.CLOSE_UNREAD);
    unread("closed-partly-read", APACHE_4, "/big/2000000", Reading.CLOSE_PARTLY_READ);
    unread("closed-unread-big", HTTP_URL_CONNECTION, "/big/2000000", Reading.CLOSE_UNREAD);
    unread("closed-partly-read", HTTP_URL_CONNECTION, "/big/2000000", Reading.CLOSE_PARTLY_READ);
    unread("closed-partly-read", JDK_HTTP_CLIENT, "/big/2000000", Reading.CLOSE_PARTLY_READ);
    unread("closed-unread-big", JDK_HTTP_CLIENT, "/big/2000000", Reading.CLOSE_UNREAD);
    unread("aborted-unread", AWS_APACHE, "/big/200000", Reading.DISCONNECT);
    unread("closed-unread-big", AWS_URL_CONNECTION, "/big/2000000", Reading.CLOSE_UNREAD);
    unread("closed-unread-big", FEIGN, "/big/2000000", Reading.CLOSE_UNREAD);
  }

  private void unread(String name, ClientKind client, String path, Reading reading) {
    rows.add(
        Scenario.of(name, client, ServerKind.JETTY)
            .loses(UNREAD_BODY, CLIENT_ABORTED_RESPONSE)
            .looksLike(CLIENT_CLOSED_AFTER_RESPONSE, REUSE_DISABLED)
            .quickIf(name.equals("closed-unread"))
            .plays(
                stage -> {
                  for (int i = 0; i < 3; i++) {
                    stage.client().send(stage.call(path).reading(reading));
                  }
                }));
  }

  private void pools() {
    for (ClientKind client : EnumSet.of(OKHTTP_5, OKHTTP_4, OKHTTP_5_ASYNC)) {
      rows.add(
          Scenario.of("burst-above-idle-limit", client, ServerKind.JETTY)
              .client(ClientSettings.maxIdle(2))
              .loses(POOL_OVERFLOW)
              .looksLike(CLIENT_CLOSED_AFTER_RESPONSE)
              .plays(
                  stage -> {
                    stage.burst("/slow/60", 6);
                    stage.awaitClientEnds(4);
                    stage.pause(300);
                    stage.burst("/slow/60", 6);
                  }));
    }
    rows.add(
        Scenario.of("fan-out-above-default-limit", OKHTTP_5_ASYNC, ServerKind.VERTX)
            .loses(POOL_OVERFLOW)
            .looksLike(CLIENT_CLOSED_AFTER_RESPONSE, CONCURRENCY)
            .plays(
                stage -> {
                  for (int i = 0; i < 4; i++) {
                    stage.burst("/slow/20", 8);
                  }
                }));
    rows.add(
        Scenario.of("burst-above-idle-limit", HTTP_URL_CONNECTION, ServerKind.JETTY)
            .loses(POOL_OVERFLOW)
            .looksLike(CLIENT_CLOSED_AFTER_RESPONSE)
            .plays(
                stage -> {
                  stage.burst("/slow/60", 9);
                  stage.awaitClientEnds(4);
                  stage.pause(300);
                  stage.burst("/slow/60", 9);
                }));
    rows.add(
        Scenario.of("usage-limit", JETTY, ServerKind.TOMCAT)
            .quick()
            .client(ClientSettings.maxUsage(3))
            .loses(CLIENT_MAX_USAGE)
            .looksLike(CLIENT_CLOSED_AFTER_RESPONSE)
            .plays(stage -> stage.get("/ok", 10)));
    for (ClientKind client :
        EnumSet.of(
            OKHTTP_5,
            OKHTTP_4,
            APACHE_4,
            APACHE_5,
            APACHE_5_ASYNC,
            REACTOR_NETTY,
            JETTY,
            ASYNC_HTTP_CLIENT,
            AWS_APACHE,
            AWS_NETTY)) {
      rows.add(
          Scenario.of("client-idle-limit", client, ServerKind.UNDERTOW)
              .client(ClientSettings.idleLimit(Duration.ofMillis(400)))
              .loses(CLIENT_IDLE_EXPIRY)
              .plays(
                  stage -> {
                    for (int i = 0; i < 3; i++) {
                      stage.get("/ok", 2);
                      stage.pause(900);
                    }
                    stage.get("/ok");
                  }));
    }
    for (ClientKind client : EnumSet.of(APACHE_4, APACHE_5, REACTOR_NETTY, ASYNC_HTTP_CLIENT)) {
      rows.add(
          Scenario.of("client-lifetime", client, ServerKind.JETTY)
              .client(ClientSettings.lifetime(Duration.ofMillis(500)))
              .loses(CLIENT_IDLE_EXPIRY)
              .looksLike(CLIENT_CLOSED_AFTER_RESPONSE)
              .plays(
                  stage -> {
                    for (int i = 0; i < 4; i++) {
                      stage.get("/ok");
                      stage.pause(350);
                    }
                  }));
    }
  }

  private void patience() {
    for (ClientKind client : ClientKind.real()) {
      if (client == FEIGN || client == REST_TEMPLATE || client == REST_CLIENT) {
        continue;
      }
      rows.add(
          Scenario.of("gave-up-waiting", client, ServerKind.JETTY)
              .client(ClientSettings.readTimeout(Duration.ofMillis(600)))
              .loses(CLIENT_GAVE_UP)
              .plays(
                  stage -> {
                    stage.get("/ok");
                    stage.pause(100);
                    stage.tryGet("/slow/5000");
                    stage.awaitClientEnds(1);
                    stage.tryGet("/ok");
                  }));
    }
  }
}
