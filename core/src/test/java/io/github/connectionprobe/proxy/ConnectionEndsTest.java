package io.github.connectionprobe.proxy;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.connectionprobe.recording.ConnectionEnd;
import io.github.connectionprobe.recording.Phase;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.UpstreamFailure;
import java.util.List;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** However a connection ends, the peers notice no proxy, and the recording says how it was. */
class ConnectionEndsTest {

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void isRecordedAsItWas(EndScenario scenario) throws Exception {
    assumeKnownHere(scenario);
    try (Stage stage = Stage.relayed(scenario.openBackend())) {
      scenario.play(stage);
      RecordedConnection connection = stage.recordedEnd();

      assertThat(described(connection)).isIn(scenario.outcomes());
      assertThat(connection.ends()).extracting(ConnectionEnd::at).isSorted();
      assertThat(connection.closedAt())
          .hasValueSatisfying(closedAt -> assertThat(closedAt).isEqualTo(lastFact(connection)));
      assertThat(connection.relayingFrom(Side.CLIENT)).isZero();
      assertThat(connection.relayingFrom(Side.SERVER)).isZero();
      assertThat(stage.proxy().recording().stillOpen()).isZero();
      stage
          .client()
          .ifPresent(
              client -> assertThat(connection.client().getPort()).isEqualTo(client.localPort()));
      assertBytes(scenario, connection, Side.CLIENT, clientSent(scenario, stage));
      assertBytes(scenario, connection, Side.SERVER, serverSent(scenario, stage));
    }
  }

  // Without a proxy there would be no connection at all to a backend that is not there.
  @ParameterizedTest(name = "{0}")
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "^UPSTREAM_.*")
  void isObservedByThePeersAsWithoutAProxy(EndScenario scenario) throws Exception {
    assumeKnownHere(scenario);
    try (Stage direct = Stage.direct(scenario.openBackend());
        Stage relayed = Stage.relayed(scenario.openBackend())) {
      scenario.play(direct);
      scenario.play(relayed);

      assertThat(direct.observed()).isNotEmpty();
      assertThat(relayed.observed()).isEqualTo(direct.observed());
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "UPSTREAM_REFUSES,         REFUSED,    Connection refused",
    "UPSTREAM_WITHOUT_ADDRESS, UNRESOLVED, has no address",
    "UPSTREAM_SUPPLIER_FAILS,  UNRESOLVED, the container has not started"
  })
  void aMissingUpstreamIsRecordedAndResetsTheClient(
      EndScenario scenario, UpstreamFailure.Kind kind, String detail) throws Exception {
    try (Stage stage = Stage.relayed(scenario.openBackend())) {
      scenario.play(stage);
      RecordedConnection connection = stage.recordedEnd();

      assertThat(stage.client().orElseThrow().observed())
          .singleElement()
          .asString()
          .startsWith("0 bytes")
          .endsWith("a reset");
      assertThat(connection.upstreamFailure())
          .hasValueSatisfying(
              failure -> {
                assertThat(failure.kind()).isEqualTo(kind);
                assertThat(failure.detail()).contains(detail);
              });
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "CONNECT_THEN_NOTHING,            UNUSED",
    "CLIENT_RST_AT_ONCE,              UNUSED",
    "CLIENT_FIN,                      IDLE",
    "SERVER_RST,                      IDLE",
    "CLIENT_KILLED_MID_REQUEST,       IN_REQUEST",
    "SERVER_KILLED_MID_RESPONSE,      IN_RESPONSE",
    "SERVER_KILLED_WITH_UNREAD_BYTES, IN_RESPONSE"
  })
  void theFirstEndSaysWhatTheConnectionWasDoing(EndScenario scenario, Phase phase)
      throws Exception {
    assumeKnownHere(scenario);
    try (Stage stage = Stage.relayed(scenario.openBackend())) {
      scenario.play(stage);
      RecordedConnection connection = stage.recordedEnd();

      ConnectionEnd end = connection.end().orElseThrow();
      assertThat(end.phase()).isEqualTo(phase);
      assertThat(end.idleBefore()).isPositive();
      if (phase == Phase.UNUSED) {
        assertThat(end.idleBefore()).isEqualTo(end.at().minus(connection.openedAt()));
      }
    }
  }

  private static void assumeKnownHere(EndScenario scenario) {
    assumeTrue(scenario.portable() || OS.LINUX.isCurrentOs(), "known of Linux only");
  }

  private static void assertBytes(
      EndScenario scenario, RecordedConnection connection, Side side, long sent) {
    switch (scenario) {
      // Whoever writes until it fails has put bytes into a kernel that nobody ever read.
      case CLIENT_FIN_THEN_RST,
          SERVER_FIN_THEN_RST,
          CLIENT_CLOSES_WHILE_SERVER_SENDS,
          SERVER_CLOSES_WHILE_CLIENT_SENDS ->
          assertThat(connection.bytesFrom(side)).isPositive().isLessThanOrEqualTo(sent);
      default -> assertThat(connection.bytesFrom(side)).isEqualTo(sent);
    }
  }

  private static long clientSent(EndScenario scenario, Stage stage) {
    return scenario.name().startsWith("CLIENT_KILLED")
        ? ChildPeer.HALF_A_REQUEST.length()
        : stage.client().map(Peer::sent).orElse(0L);
  }

  private static long serverSent(EndScenario scenario, Stage stage) {
    return scenario.name().startsWith("SERVER_KILLED")
        ? ChildPeer.HALF_A_RESPONSE.length()
        : stage.server().map(Peer::sent).orElse(0L);
  }

  private static Object lastFact(RecordedConnection connection) {
    List<ConnectionEnd> ends = connection.ends();
    return ends.isEmpty()
        ? connection.upstreamFailure().orElseThrow().at()
        : ends.get(ends.size() - 1).at();
  }

  static String described(RecordedConnection connection) {
    return connection.ends().stream()
        .map(end -> end.by() + " " + end.kind())
        .collect(joining(", ", connection.state() + ": ", ""));
  }
}
