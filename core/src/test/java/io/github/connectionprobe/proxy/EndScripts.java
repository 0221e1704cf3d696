package io.github.connectionprobe.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.ConnectionState;
import io.github.connectionprobe.recording.Side;
import java.io.IOException;

/**
 * The ways in which a connection can end, step by step. Every step of one peer waits for what the
 * other one did before, unless a script is about things that happen at once.
 */
final class EndScripts {

  static final int BIG_BODY = 64 << 20;

  private static final String REQUEST = "GET /orders/1 HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String RESPONSE = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  private static final int SOME = 1_000;

  /** Less than a receive window holds, so that a RST can be sent right behind it. */
  private static final int A_BURST = 20_000;

  private static final int MORE_THAN_ANY_BUFFER = 32 << 20;

  private EndScripts() {}

  interface Script {
    void play(Stage stage) throws Exception;
  }

  /** What happens between two peers that have exchanged a request and a response. */
  interface Ending {
    void play(Peer client, Peer server, Stage stage) throws Exception;
  }

  static Script afterAnExchange(Ending ending) {
    return stage -> {
      Peer client = stage.connect();
      Peer server = stage.accept();
      exchange(client, server);
      ending.play(client, server, stage);
    };
  }

  private static void exchange(Peer client, Peer server) throws IOException {
    client.send(REQUEST);
    server.read(REQUEST.length()).send(RESPONSE);
    client.read(RESPONSE.length());
  }

  static void fin(Peer first, Peer second) throws IOException {
    first.fin();
    second.readToTheEnd().close();
    first.readToTheEnd().close();
  }

  static void finAtOnce(Peer client, Peer server) throws Exception {
    Together.run(client::fin, server::fin);
    client.readToTheEnd().close();
    server.readToTheEnd().close();
  }

  static void halfClose(Peer first, Peer second, Stage stage, ConnectionState halfClosed)
      throws IOException {
    first.fin();
    second.readToTheEnd();
    stage.whenRelayed(connection -> assertThat(connection.state()).isEqualTo(halfClosed));
    for (int i = 0; i < 3; i++) {
      second.sendRandom(i, SOME);
      first.read(SOME);
    }
    stage.whenRelayed(connection -> assertThat(connection.state()).isEqualTo(halfClosed));
    second.close();
    first.readToTheEnd().close();
  }

  static void reset(Peer first, Peer second) throws IOException {
    first.reset();
    second.readToTheEnd();
  }

  static void dataThenReset(Peer first, Peer second) throws IOException {
    first.sendRandom(1, A_BURST).reset();
    second.readToTheEnd();
  }

  static void finAnsweredByReset(Peer first, Peer second) throws IOException {
    first.fin();
    second.readToTheEnd().reset();
    first.readToTheEnd();
  }

  static void finThenReset(Peer first, Peer second) throws IOException {
    first.fin();
    second.readToTheEnd().sendRandom(1, SOME);
    first.read(SOME).reset();
    second.sendUntilItFails();
  }

  static void closedWhileTheOtherSends(Peer first, Peer second) throws IOException {
    first.close();
    second.readToTheEnd().sendUntilItFails();
  }

  static void closedWithUnreadBytes(Peer first, Peer second) throws IOException {
    second.sendRandom(1, SOME);
    first.read(1).close();
    second.readToTheEnd();
  }

  static void shutDownAndClosedWithUnreadBytes(Stage stage) throws IOException {
    Peer client = stage.connectThatShutsDownFirst();
    Peer server = stage.accept();
    exchange(client, server);
    closedWithUnreadBytes(client, server);
    server.close();
  }

  static void resetAtOnce(Stage stage) throws IOException {
    stage.connect().reset();
    stage.accept().readToTheEnd();
  }

  static void resetAtOnceWhenTheUpstreamIsKnown(Stage stage) throws IOException {
    Peer client = stage.connect();
    Peer server = stage.accept();
    exchange(client, server);
    fin(client, server);
    resetAtOnce(stage);
  }

  static void dataThenResetAtOnce(Stage stage) throws IOException {
    stage.connect().sendRandom(1, A_BURST).reset();
    stage.accept().readToTheEnd();
  }

  static void dataThenFinAtOnce(Stage stage) throws IOException {
    Peer client = stage.connect().sendRandom(1, A_BURST).fin();
    stage.accept().readToTheEnd().close();
    client.readToTheEnd().close();
  }

  static void resetByTheServerAtOnce(Stage stage) throws IOException {
    Peer client = stage.connect();
    stage.accept().reset();
    client.readToTheEnd();
  }

  static void nothing(Stage stage) throws IOException {
    Peer client = stage.connect();
    Peer server = stage.accept();
    stage.whenRelayed(
        connection -> {
          assertThat(connection.state()).isEqualTo(ConnectionState.S1);
          assertThat(connection.open()).isTrue();
        });
    client.close();
    server.readToTheEnd().close();
  }

  static void slowReader(Peer slow, Peer fast, Stage stage, Side fastSide) throws Exception {
    Together.run(
        () -> fast.sendRandom(1, MORE_THAN_ANY_BUFFER).fin(),
        () -> {
          stage.awaitWhenRelayed(connection -> connection.relayingFrom(fastSide) > 0);
          slow.readToTheEnd().close();
        });
    fast.readToTheEnd().close();
  }

  static void bigBodies(Peer client, Peer server) throws Exception {
    Together.run(
        () -> client.sendRandom(1, BIG_BODY).fin(),
        () -> server.sendRandom(2, BIG_BODY).fin(),
        client::readToTheEnd,
        server::readToTheEnd);
    client.close();
    server.close();
  }

  static void serverKilled(Stage stage) throws Exception {
    Peer client = stage.connect().send(ChildPeer.HALF_A_REQUEST);
    client.read(ChildPeer.HALF_A_RESPONSE.length());
    stage.backend().kill();
    client.readToTheEnd().close();
  }

  static void clientKilledMidRequest(Stage stage) throws Exception {
    try (Child client = stage.clientInAnotherProcess(0)) {
      Peer server = stage.accept().read(ChildPeer.HALF_A_REQUEST.length());
      client.kill();
      server.readToTheEnd().close();
    }
  }

  static void clientKilledWithUnreadBytes(Stage stage) throws Exception {
    try (Child client = stage.clientInAnotherProcess(1)) {
      Peer server = stage.accept().read(ChildPeer.HALF_A_REQUEST.length());
      server.send(ChildPeer.HALF_A_RESPONSE);
      client.awaitRead();
      client.kill();
      server.readToTheEnd().close();
    }
  }

  static void noUpstream(Stage stage) throws IOException {
    stage.connect().readToTheEnd();
  }
}
