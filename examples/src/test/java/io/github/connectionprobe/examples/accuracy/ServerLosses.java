package io.github.connectionprobe.examples.accuracy;

import static io.github.connectionprobe.diagnosis.Cause.*;
import static io.github.connectionprobe.examples.accuracy.ClientKind.*;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Keep-alive lost by what real servers are set to do. No client is to blame for any of these. */
final class ServerLosses {

  private static final Set<ServerKind> EVERY_SERVER =
      EnumSet.of(
          ServerKind.JETTY,
          ServerKind.TOMCAT,
          ServerKind.UNDERTOW,
          ServerKind.JDK,
          ServerKind.VERTX,
          ServerKind.REACTOR_NETTY,
          ServerKind.NGINX);

  private final List<Scenario> rows = new ArrayList<>();

  static List<Scenario> all() {
    ServerLosses losses = new ServerLosses();
    losses.keepAliveOff();
    losses.announcedNowAndThen();
    losses.maxRequests();
    losses.refusedUploads();
    losses.idle();
    losses.hints();
    return losses.rows;
  }

  /** Returns a different client for each number, so that every client meets some servers. */
  static ClientKind client(int number) {
    ClientKind[] all = ClientKind.real().toArray(ClientKind[]::new);
    return all[Math.floorMod(number, all.length)];
  }

  private void keepAliveOff() {
    for (ServerKind server : EVERY_SERVER) {
      for (int i = 0; i < 2; i++) {
        rows.add(
            Scenario.of("keep-alive-off", client(server.ordinal() * 2 + i), server)
                .server(ServerSettings.noKeepAlive())
                .loses(RESPONSE_CLOSE_ALWAYS)
                .looksLike(RESPONSE_CLOSE)
                .quickIf(server == ServerKind.UNDERTOW)
                .plays(stage -> stage.get("/ok", 4)));
      }
    }
  }

  private void announcedNowAndThen() {
    for (ServerKind server : EVERY_SERVER) {
      if (server == ServerKind.NGINX) {
        continue;
      }
      rows.add(
          Scenario.of("closes-now-and-then", client(server.ordinal() + 7), server)
              .loses(RESPONSE_CLOSE)
              .looksLike(RESPONSE_CLOSE_MAX_REQUESTS)
              .plays(
                  stage -> {
                    stage.get("/ok", 2);
                    stage.get("/close");
                    stage.get("/ok", 3);
                    stage.get("/close");
                    stage.get("/ok");
                  }));
      rows.add(
          Scenario.of("closes-on-503", client(server.ordinal() + 12), server)
              .loses(RESPONSE_CLOSE_ON_STATUS)
              .looksLike(RESPONSE_CLOSE)
              .plays(
                  stage -> {
                    stage.get("/ok", 2);
                    stage.tryGet("/close/503");
                    stage.get("/ok", 3);
                    stage.tryGet("/close/503");
                    stage.get("/ok");
                    stage.tryGet("/close/503");
                    stage.get("/ok", 2);
                  }));
    }
    for (int status : new int[] {400, 500, 503}) {
      rows.add(
          Scenario.of("tomcat-closes-on-" + status, client(status), ServerKind.TOMCAT)
              .loses(RESPONSE_CLOSE_ON_STATUS)
              .looksLike(RESPONSE_CLOSE)
              .plays(
                  stage -> {
                    stage.get("/ok", 2);
                    stage.tryGet("/status/" + status);
                    stage.get("/ok", 3);
                    stage.tryGet("/status/" + status);
                    stage.get("/ok", 2);
                  }));
    }
  }

  private void maxRequests() {
    Set<ServerKind> limiting =
        EnumSet.of(ServerKind.TOMCAT, ServerKind.REACTOR_NETTY, ServerKind.NGINX);
    for (ServerKind server : limiting) {
      for (ClientKind client :
          EnumSet.of(OKHTTP_5, APACHE_5, JDK_HTTP_CLIENT, HTTP_URL_CONNECTION, JETTY)) {
        rows.add(
            Scenario.of("max-requests", client, server)
                .quickIf(client == OKHTTP_5 && server == ServerKind.TOMCAT)
                .server(ServerSettings.maxRequests(3))
                .loses(RESPONSE_CLOSE_MAX_REQUESTS)
                .looksLike(RESPONSE_CLOSE)
                .plays(stage -> stage.get("/ok", 10)));
      }
    }
  }

  private void refusedUploads() {
    byte[] large = new byte[3_000_000];
    for (ServerKind server :
        EnumSet.of(ServerKind.JETTY, ServerKind.TOMCAT, ServerKind.UNDERTOW, ServerKind.JDK)) {
      rows.add(
          Scenario.of("upload-refused-unread", APACHE_5, server)
              .loses(
                  RESPONSE_CLOSE_UNREAD_REQUEST,
                  RESPONSE_CLOSE,
                  SERVER_ABORT,
                  SERVER_SILENT_CLOSE,
                  RESPONSE_CLOSE_ON_STATUS)
              .looksLike(TRUNCATED_OR_BAD_FRAMING, STALE_REUSE_RACE)
              .plays(
                  stage -> {
                    stage.get("/ok");
                    stage.tryToSend(stage.call("/refuse").body(large));
                    stage.get("/ok");
                    stage.tryToSend(stage.call("/refuse").body(large));
                    stage.get("/ok");
                  }));
    }
  }

  private void idle() {
    Set<ServerKind> configurable =
        EnumSet.of(
            ServerKind.JETTY,
            ServerKind.TOMCAT,
            ServerKind.UNDERTOW,
            ServerKind.VERTX,
            ServerKind.REACTOR_NETTY,
            ServerKind.NGINX);
    for (ServerKind server : configurable) {
      for (int i = 0; i < 3; i++) {
        rows.add(
            Scenario.of("server-idle-limit", client(server.ordinal() * 3 + i), server)
                .quickIf(server == ServerKind.UNDERTOW)
                .server(ServerSettings.idle(Duration.ofMillis(400)))
                .loses(SERVER_IDLE_TIMEOUT)
                .looksLike(STALE_REUSE_RACE)
                .plays(
                    stage -> {
                      stage.get("/ok", 2);
                      stage.awaitAllServerEnds();
                      stage.pause(100);
                      stage.tryGet("/ok");
                      stage.get("/ok", 2);
                      stage.awaitAllServerEnds();
                      stage.pause(100);
                      stage.tryGet("/ok");
                      stage.get("/ok");
                    }));
      }
    }
  }

  private void hints() {
    // Jetty takes "keep-alive" out of the response, and the client then looks no further.
    for (ClientKind client : EnumSet.of(HTTP_URL_CONNECTION, REST_TEMPLATE, FEIGN)) {
      rows.add(
          Scenario.of("hint-max-1", client, ServerKind.JDK)
              .loses(KEEP_ALIVE_HINT)
              .plays(stage -> stage.get("/hint-max/1", 4)));
    }
    for (ClientKind client : EnumSet.of(APACHE_4, APACHE_5, APACHE_5_ASYNC)) {
      rows.add(
          Scenario.of("hint-timeout-1", client, ServerKind.JETTY)
              .loses(KEEP_ALIVE_HINT)
              .looksLike(EXPIRED_NOT_YET_CLOSED)
              .plays(
                  stage -> {
                    stage.get("/hint-timeout/1");
                    stage.pause(1_300);
                    stage.get("/hint-timeout/1");
                    stage.pause(1_300);
                    stage.get("/hint-timeout/1");
                  }));
    }
  }
}
