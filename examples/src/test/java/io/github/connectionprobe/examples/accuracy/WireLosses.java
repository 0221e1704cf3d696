package io.github.connectionprobe.examples.accuracy;

import static io.github.connectionprobe.diagnosis.Cause.*;
import static io.github.connectionprobe.examples.accuracy.ClientKind.*;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Keep-alive lost by what a server does on the wire, byte by byte, met by real clients. */
final class WireLosses {

  /** One of each family, asynchronous ones included. */
  private static final Set<ClientKind> VARIOUS =
      EnumSet.of(
          HTTP_URL_CONNECTION,
          JDK_HTTP_CLIENT,
          OKHTTP_5,
          APACHE_4,
          APACHE_5,
          APACHE_5_ASYNC,
          REACTOR_NETTY,
          JETTY,
          ASYNC_HTTP_CLIENT,
          VERTX,
          AWS_NETTY,
          REST_TEMPLATE);

  private final List<Scenario> rows = new ArrayList<>();

  static List<Scenario> all() {
    WireLosses losses = new WireLosses();
    losses.endings();
    losses.silence();
    losses.races();
    losses.aborts();
    losses.refusals();
    return losses.rows;
  }

  private void endings() {
    int number = 0;
    for (ClientKind client : VARIOUS) {
      ScriptedServer.Script http10 =
          peer -> {
            peer.request();
            peer.write("HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello");
            peer.finAndDrain();
          };
      ScriptedServer.Script untilClose =
          peer -> {
            peer.request();
            peer.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhello");
            peer.finAndDrain();
          };
      rows.add(
          Scenario.of("http-1.0-response", client, http10)
              .quickIf(client == OKHTTP_5)
              .loses(HTTP10_RESPONSE)
              .plays(stage -> stage.get("/ok", 3)));
      rows.add(
          Scenario.of("close-delimited", client, untilClose)
              .loses(CLOSE_DELIMITED)
              .quickIf(number++ == 0)
              .plays(stage -> stage.get("/ok", 3)));
      if (client != REST_TEMPLATE) {
        rows.add(
            Scenario.of("truncated", client, WireLosses::truncateEveryOther)
                .loses(TRUNCATED_OR_BAD_FRAMING)
                .plays(
                    stage -> {
                      stage.tryGet("/ok");
                      stage.awaitServerEnds(1);
                      stage.tryGet("/ok");
                      stage.tryGet("/ok");
                    }));
      }
    }
    for (ClientKind client : EnumSet.of(OKHTTP_5, JDK_HTTP_CLIENT, APACHE_5)) {
      rows.add(
          Scenario.of("chunked-cut-short", client, WireLosses::cutChunks)
              .loses(TRUNCATED_OR_BAD_FRAMING)
              .plays(
                  stage -> {
                    stage.tryGet("/ok");
                    stage.awaitAllServerEnds();
                    stage.tryGet("/ok");
                  }));
      rows.add(
          Scenario.of("bytes-behind-the-response", client, WireLosses::sayTooMuch)
              .loses(TRUNCATED_OR_BAD_FRAMING)
              .looksLike(SERVER_SILENT_CLOSE)
              .plays(
                  stage -> {
                    stage.tryGet("/ok");
                    stage.awaitAllServerEnds();
                    stage.tryGet("/ok");
                  }));
    }
  }

  private static void truncateEveryOther(ScriptedServer.Peer peer) throws Exception {
    peer.request();
    if (peer.number == 1) {
      peer.write("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nonly this");
      peer.finAndDrain();
    } else {
      peer.write(ScriptedServer.OK);
      peer.serve();
    }
  }

  private static void cutChunks(ScriptedServer.Peer peer) throws Exception {
    peer.request();
    if (peer.number == 1) {
      peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
      peer.finAndDrain();
    } else {
      peer.write(ScriptedServer.OK);
      peer.serve();
    }
  }

  private static void sayTooMuch(ScriptedServer.Peer peer) throws Exception {
    peer.request();
    if (peer.number == 1) {
      peer.write(ScriptedServer.OK + " and one more thing");
      peer.finAndDrain();
    } else {
      peer.write(ScriptedServer.OK);
      peer.serve();
    }
  }

  private void silence() {
    for (ClientKind client : VARIOUS) {
      ScriptedServer.Script once =
          peer -> {
            peer.request();
            peer.write(ScriptedServer.OK);
            peer.finAndDrain();
          };
      rows.add(
          Scenario.of("closes-silently", client, once)
              .loses(SERVER_SILENT_CLOSE)
              .looksLike(STALE_REUSE_RACE)
              .quickIf(client == OKHTTP_5)
              .plays(
                  stage -> {
                    stage.get("/ok");
                    stage.awaitAllServerEnds();
                    stage.pause(100);
                    stage.tryGet("/ok");
                    stage.awaitAllServerEnds();
                    stage.pause(100);
                    stage.tryGet("/ok");
                  }));
    }
    ScriptedServer.Script reset =
        peer -> {
          peer.request();
          peer.write(ScriptedServer.OK);
          peer.rst();
        };
    for (ClientKind client : EnumSet.of(OKHTTP_5, APACHE_5, JETTY)) {
      rows.add(
          Scenario.of("resets-silently", client, reset)
              .loses(SERVER_SILENT_CLOSE)
              .looksLike(STALE_REUSE_RACE)
              .plays(
                  stage -> {
                    stage.tryGet("/ok");
                    stage.awaitAllServerEnds();
                    stage.tryGet("/ok");
                    stage.awaitAllServerEnds();
                    stage.tryGet("/ok");
                  }));
    }
  }

  private void races() {
    for (ClientKind client : VARIOUS) {
      ScriptedServer.Script closingOnSecond =
          peer -> {
            peer.request();
            peer.write(ScriptedServer.OK);
            peer.request();
            if (peer.number == 1) {
              peer.rst();
            } else {
              peer.write(ScriptedServer.OK);
              peer.serve();
            }
          };
      rows.add(
          Scenario.of("stale-reuse", client, closingOnSecond)
              .quickIf(client == HTTP_URL_CONNECTION)
              .loses(STALE_REUSE_RACE)
              .looksLike(SERVER_ABORT)
              .plays(
                  stage -> {
                    stage.get("/ok");
                    stage.pause(100);
                    stage.tryGet("/ok");
                    stage.tryGet("/ok");
                  }));
    }
  }

  private void aborts() {
    for (ClientKind client : VARIOUS) {
      ScriptedServer.Script resetFirst =
          peer -> {
            peer.request();
            if (peer.number == 1) {
              peer.rst();
            } else {
              peer.write(ScriptedServer.OK);
              peer.serve();
            }
          };
      rows.add(
          Scenario.of("server-abort", client, resetFirst)
              .loses(SERVER_ABORT)
              .plays(
                  stage -> {
                    stage.tryGet("/ok");
                    stage.awaitServerEnds(1);
                    stage.tryGet("/ok");
                  }));
    }
    for (ClientKind client : EnumSet.of(JDK_HTTP_CLIENT, OKHTTP_5, APACHE_4, JETTY)) {
      ScriptedServer.Script resetInside =
          peer -> {
            peer.request();
            if (peer.number == 1) {
              peer.write("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nonly this");
              peer.rst();
            } else {
              peer.write(ScriptedServer.OK);
              peer.serve();
            }
          };
      rows.add(
          Scenario.of("reset-inside-response", client, resetInside)
              .loses(SERVER_ABORT, TRUNCATED_OR_BAD_FRAMING)
              .plays(
                  stage -> {
                    stage.tryGet("/ok");
                    stage.awaitAllServerEnds();
                    stage.tryGet("/ok");
                  }));
    }
  }

  private void refusals() {
    ScriptedServer.Script refusing =
        peer -> {
          String line = peer.head();
          if (line.startsWith("POST")) {
            peer.write("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n");
            peer.finAndDrain();
          } else {
            peer.write(ScriptedServer.OK);
            peer.serve();
          }
        };
    for (ClientKind client : EnumSet.of(APACHE_5, JDK_HTTP_CLIENT)) {
      rows.add(
          Scenario.of("expectation-refused", client, refusing)
              .loses(EXPECT_REFUSED)
              .plays(
                  stage -> {
                    stage.tryToSend(
                        stage.call("/ok").body(new byte[100_000]).header("Expect", "100-continue"));
                    stage.awaitServerEnds(1);
                    stage.pause(100);
                    stage.get("/ok");
                  }));
    }
    for (ClientKind client : EnumSet.of(OKHTTP_5, HTTP_URL_CONNECTION, JDK_HTTP_CLIENT, VERTX)) {
      rows.add(
          Scenario.withoutServer("upstream-refused", client)
              .loses(UPSTREAM_UNREACHABLE)
              .quickIf(client == OKHTTP_5)
              .plays(
                  stage -> {
                    stage.tryGet("/ok");
                    stage.tryGet("/ok");
                  }));
    }
  }
}
