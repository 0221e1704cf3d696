package io.github.connectionprobe.proxy;

import static io.github.connectionprobe.proxy.EndScripts.afterAnExchange;

import io.github.connectionprobe.recording.ConnectionState;
import io.github.connectionprobe.recording.Side;
import java.io.IOException;
import java.util.List;

/**
 * Every way in which a connection can end that we know of, with what a proxy has to make of it:
 * Zeek's state, then every FIN and RST in order. Where an operating system leaves a choice, each
 * outcome is listed.
 */
enum EndScenario {
  CLIENT_FIN(
      afterAnExchange((client, server, stage) -> EndScripts.fin(client, server)),
      "SF: client FIN, server FIN"),
  SERVER_FIN(
      afterAnExchange((client, server, stage) -> EndScripts.fin(server, client)),
      "SF: server FIN, client FIN"),
  BOTH_FIN_AT_ONCE(
      afterAnExchange((client, server, stage) -> EndScripts.finAtOnce(client, server)),
      "SF: client FIN, server FIN",
      "SF: server FIN, client FIN"),
  CLIENT_HALF_CLOSE(
      afterAnExchange(
          (client, server, stage) ->
              EndScripts.halfClose(client, server, stage, ConnectionState.S2)),
      "SF: client FIN, server FIN"),
  SERVER_HALF_CLOSE(
      afterAnExchange(
          (client, server, stage) ->
              EndScripts.halfClose(server, client, stage, ConnectionState.S3)),
      "SF: server FIN, client FIN"),
  CLIENT_RST(
      afterAnExchange((client, server, stage) -> EndScripts.reset(client, server)),
      "RSTO: client RST"),
  SERVER_RST(
      afterAnExchange((client, server, stage) -> EndScripts.reset(server, client)),
      "RSTR: server RST"),
  CLIENT_DATA_THEN_RST(
      afterAnExchange((client, server, stage) -> EndScripts.dataThenReset(client, server)),
      "RSTO: client RST"),
  SERVER_DATA_THEN_RST(
      afterAnExchange((client, server, stage) -> EndScripts.dataThenReset(server, client)),
      "RSTR: server RST"),
  CLIENT_FIN_ANSWERED_BY_RST(
      afterAnExchange((client, server, stage) -> EndScripts.finAnsweredByReset(client, server)),
      "RSTR: client FIN, server RST"),
  SERVER_FIN_ANSWERED_BY_RST(
      afterAnExchange((client, server, stage) -> EndScripts.finAnsweredByReset(server, client)),
      "RSTO: server FIN, client RST"),
  CLIENT_FIN_THEN_RST(
      afterAnExchange((client, server, stage) -> EndScripts.finThenReset(client, server)),
      "RSTO: client FIN, client RST"),
  SERVER_FIN_THEN_RST(
      afterAnExchange((client, server, stage) -> EndScripts.finThenReset(server, client)),
      "RSTR: server FIN, server RST"),
  CLIENT_CLOSES_WHILE_SERVER_SENDS(
      afterAnExchange(
          (client, server, stage) -> EndScripts.closedWhileTheOtherSends(client, server)),
      "RSTO: client FIN, client RST"),
  SERVER_CLOSES_WHILE_CLIENT_SENDS(
      afterAnExchange(
          (client, server, stage) -> EndScripts.closedWhileTheOtherSends(server, client)),
      "RSTR: server FIN, server RST"),
  CLIENT_CLOSES_WITH_UNREAD_BYTES(
      afterAnExchange((client, server, stage) -> EndScripts.closedWithUnreadBytes(client, server)),
      "RSTO: client RST"),
  SERVER_CLOSES_WITH_UNREAD_BYTES(
      afterAnExchange((client, server, stage) -> EndScripts.closedWithUnreadBytes(server, client)),
      "RSTR: server RST"),
  /**
   * A java.net.Socket sends FIN and at once RST. The reader of a socket that was sent a FIN is not
   * told of a RST behind it, the proxy no more than the server, unless it happens to write.
   */
  CLIENT_SHUTS_DOWN_AND_CLOSES_WITH_UNREAD_BYTES(
      EndScripts::shutDownAndClosedWithUnreadBytes,
      "SF: client FIN, server FIN",
      "RSTO: client FIN, client RST"),
  CLIENT_RST_AT_ONCE(EndScripts::resetAtOnce, "RSTO: client RST"),
  CLIENT_RST_AT_ONCE_WHEN_THE_UPSTREAM_IS_KNOWN(
      EndScripts::resetAtOnceWhenTheUpstreamIsKnown, "RSTO: client RST"),
  CLIENT_DATA_THEN_RST_AT_ONCE(EndScripts::dataThenResetAtOnce, "RSTO: client RST"),
  CLIENT_DATA_THEN_FIN_AT_ONCE(EndScripts::dataThenFinAtOnce, "SF: client FIN, server FIN"),
  SERVER_RST_AT_ONCE(EndScripts::resetByTheServerAtOnce, "RSTR: server RST"),
  CONNECT_THEN_NOTHING(EndScripts::nothing, "SF: client FIN, server FIN"),
  SLOW_CLIENT(
      afterAnExchange(
          (client, server, stage) -> EndScripts.slowReader(client, server, stage, Side.SERVER)),
      "SF: server FIN, client FIN"),
  SLOW_SERVER(
      afterAnExchange(
          (client, server, stage) -> EndScripts.slowReader(server, client, stage, Side.CLIENT)),
      "SF: client FIN, server FIN"),
  BIG_BODIES_BOTH_WAYS(
      afterAnExchange((client, server, stage) -> EndScripts.bigBodies(client, server)),
      "SF: client FIN, server FIN",
      "SF: server FIN, client FIN"),
  SERVER_KILLED_MID_RESPONSE(
      () -> Backend.inAnotherProcess(ChildPeer.HALF_A_REQUEST.length()),
      EndScripts::serverKilled,
      "SF: server FIN, client FIN"),
  /** What the killed process had not read turns the FIN into a RST. */
  SERVER_KILLED_WITH_UNREAD_BYTES(
      () -> Backend.inAnotherProcess(1), EndScripts::serverKilled, "RSTR: server RST"),
  CLIENT_KILLED_MID_REQUEST(EndScripts::clientKilledMidRequest, "SF: client FIN, server FIN"),
  CLIENT_KILLED_WITH_UNREAD_BYTES(EndScripts::clientKilledWithUnreadBytes, "RSTO: client RST"),
  UPSTREAM_REFUSES(Backend::refusing, EndScripts::noUpstream, "REJ: "),
  UPSTREAM_WITHOUT_ADDRESS(Backend::withoutAddress, EndScripts::noUpstream, "REJ: "),
  UPSTREAM_SUPPLIER_FAILS(Backend::whoseSupplierFails, EndScripts::noUpstream, "REJ: ");

  private final Opening opening;
  private final EndScripts.Script script;
  private final List<String> outcomes;

  private interface Opening {
    Backend open() throws IOException;
  }

  EndScenario(EndScripts.Script script, String... outcomes) {
    this(Backend::listening, script, outcomes);
  }

  EndScenario(Opening opening, EndScripts.Script script, String... outcomes) {
    this.opening = opening;
    this.script = script;
    this.outcomes = List.of(outcomes);
  }

  Backend openBackend() throws IOException {
    return opening.open();
  }

  void play(Stage stage) throws Exception {
    script.play(stage);
  }

  /** The recordings that are right, each as {@code SF: client FIN, server FIN}. */
  List<String> outcomes() {
    return outcomes;
  }

  /**
   * Whether every operating system makes the same of it. What can still be read before a RST, and
   * what becomes of the sockets of a killed process, was measured on Linux only.
   */
  boolean portable() {
    return outcomes.stream().noneMatch(outcome -> outcome.contains("RST"))
        && !name().contains("KILLED");
  }

  /** Whether peers do things at the same time, so that there is no single order of events. */
  boolean concurrent() {
    return switch (this) {
      case BOTH_FIN_AT_ONCE, SLOW_CLIENT, SLOW_SERVER, BIG_BODIES_BOTH_WAYS -> true;
      default -> false;
    };
  }
}
