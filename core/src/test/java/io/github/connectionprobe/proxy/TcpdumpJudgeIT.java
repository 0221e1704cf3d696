package io.github.connectionprobe.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Side;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What tcpdump sees on both legs of the proxy is of the same kind, from the same side and in the
 * same order, and the recording says the same.
 */
class TcpdumpJudgeIT {

  @BeforeAll
  static void needsTcpdump() throws Exception {
    Optional<String> whyNot = TcpdumpJudge.whyNot();
    if (whyNot.isPresent()) {
      String reason = whyNot.get() + " Install tcpdump and run as root to see these tests run.";
      if (TcpdumpJudge.required()) {
        fail(reason);
      }
      abort(reason);
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {
        "CLIENT_SHUTS_DOWN_AND_CLOSES_WITH_UNREAD_BYTES",
        "UPSTREAM_REFUSES",
        "UPSTREAM_WITHOUT_ADDRESS",
        "UPSTREAM_SUPPLIER_FAILS"
      })
  void bothLegsAndTheRecordingAgree(EndScenario scenario) throws Exception {
    Seen seen = watch(scenario);

    List<String> recorded = seen.recordedEnds();
    if (scenario.concurrent()) {
      // Ends that cross each other have no order; each leg may show its own.
      assertThat(seen.clientLeg.ends()).containsExactlyInAnyOrderElementsOf(recorded);
      assertThat(seen.serverLeg.ends()).containsExactlyInAnyOrderElementsOf(recorded);
    } else {
      assertThat(seen.clientLeg.ends()).isEqualTo(recorded);
      assertThat(seen.serverLeg.ends()).isEqualTo(recorded);
      assertThat(seen.serverLeg.story()).isEqualTo(seen.clientLeg.story());
    }
    for (Side side : Side.values()) {
      if (recorded.contains(side + " FIN")) {
        long bytes = seen.connection.bytesFrom(side);
        assertThat(seen.clientLeg.bytesBeforeFin(side)).hasValue(bytes);
        assertThat(seen.serverLeg.bytesBeforeFin(side)).hasValue(bytes);
      }
    }
  }

  /**
   * The client sends FIN and RST in one breath. The FIN is passed on; a RST behind a FIN reaches
   * nobody who only reads, so whether it is passed on depends on somebody writing in time. What
   * must not happen is a RST that nobody sent, or a FIN that is swallowed.
   */
  @ParameterizedTest(name = "{0}")
  @EnumSource(names = "CLIENT_SHUTS_DOWN_AND_CLOSES_WITH_UNREAD_BYTES")
  void aRstRightBehindAFinIsOneFamilyWithIt(EndScenario scenario) throws Exception {
    Seen seen = watch(scenario);

    assertThat(seen.clientLeg.ends())
        .startsWith("client FIN")
        .isSubsetOf("client FIN", "client RST", "server FIN");
    assertThat(seen.serverLeg.ends()).isEqualTo(seen.recordedEnds());
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = "UPSTREAM_REFUSES")
  void aRefusalReachesTheClientAsARst(EndScenario scenario) throws Exception {
    Seen seen = watch(scenario);

    assertThat(seen.serverLeg.story()).containsExactly("server RST");
    assertThat(seen.clientLeg.story()).containsExactly("server RST");
    assertThat(seen.recordedEnds()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"UPSTREAM_WITHOUT_ADDRESS", "UPSTREAM_SUPPLIER_FAILS"})
  void withoutAnAddressNothingIsTriedAndTheClientIsReset(EndScenario scenario) throws Exception {
    Seen seen = watch(scenario);

    assertThat(seen.serverLeg.story()).isEmpty();
    assertThat(seen.clientLeg.story()).containsExactly("server RST");
    assertThat(seen.recordedEnds()).isEmpty();
  }

  private record Seen(WireLeg clientLeg, WireLeg serverLeg, RecordedConnection connection) {

    List<String> recordedEnds() {
      return connection.ends().stream().map(end -> end.by() + " " + end.kind()).toList();
    }
  }

  private static Seen watch(EndScenario scenario) throws Exception {
    try (Stage stage = Stage.relayed(scenario.openBackend())) {
      int proxy = stage.proxy().port();
      int upstream = stage.backend().port();
      try (TcpdumpJudge judge =
          TcpdumpJudge.watch(List.of(proxy, upstream), !scenario.concurrent())) {
        scenario.play(stage);
        RecordedConnection connection = stage.recordedEnd();
        List<TcpdumpJudge.Packet> packets = judge.packets();
        assertThat(ConnectionEndsTest.described(connection)).isIn(scenario.outcomes());
        return new Seen(
            WireLeg.lastTo(proxy, packets), WireLeg.lastTo(upstream, packets), connection);
      }
    }
  }
}
