package io.github.connectionprobe.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Side;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What tshark reads in a capture is what tcpdump saw on the wire. */
class CaptureIT {

  @TempDir private Path directory;

  @BeforeAll
  static void needsTools() throws Exception {
    Optional<String> whyNot = TcpdumpJudge.whyNot().or(Tshark::whyNot);
    if (whyNot.isPresent()) {
      String reason = whyNot.get() + " Install tcpdump and tshark and run as root.";
      if (TcpdumpJudge.required()) {
        fail(reason);
      }
      abort(reason);
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"CLIENT_SHUTS_DOWN_AND_CLOSES_WITH_UNREAD_BYTES", "BIG_BODIES_BOTH_WAYS"})
  void theCaptureTellsWhatTcpdumpSaw(EndScenario scenario) throws Exception {
    Seen seen = watch(scenario);

    assertThat(seen.problem).isEmpty();
    assertHealthy(seen);
    assertThat(ends(seen.captured(seen.proxy), scenario))
        .isEqualTo(ends(seen.onTheWire(seen.proxy), scenario));
    if (seen.connection.upstreamFailure().isEmpty()) {
      assertThat(ends(seen.captured(seen.upstream), scenario))
          .isEqualTo(ends(seen.onTheWire(seen.upstream), scenario));
    } else {
      // There was no connection of which a leg could be shown.
      assertThat(seen.captured(seen.upstream).story()).isEmpty();
    }
    for (Side side : Side.values()) {
      assertThat(seen.captured(seen.proxy).bytesBeforeFin(side))
          .isEqualTo(seen.onTheWire(seen.proxy).bytesBeforeFin(side));
    }
    if (!scenario.concurrent()) {
      assertThat(seen.captured(seen.proxy).story()).isEqualTo(seen.onTheWire(seen.proxy).story());
      assertThat(Tshark.requests(seen.file)).isEqualTo(Tshark.requests(seen.raw));
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"CLIENT_HALF_CLOSE", "SERVER_FIN"})
  void followStreamShowsTheDialogueOnBothLegs(EndScenario scenario) throws Exception {
    Seen seen = watch(scenario);

    String clientLeg = Tshark.follow(seen.file, 0);
    assertThat(clientLeg).contains("GET /orders/1 HTTP/1.1").contains("HTTP/1.1 200 OK");
    assertThat(Tshark.follow(seen.file, 1)).isEqualTo(clientLeg);
    assertThat(Tshark.follow(seen.raw, 0)).isEqualTo(clientLeg);
  }

  /** Nobody who only reads learns of a RST right behind a FIN, so the capture cannot show it. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(names = "CLIENT_SHUTS_DOWN_AND_CLOSES_WITH_UNREAD_BYTES")
  void theCaptureShowsNoMoreThanTheProxyLearned(EndScenario scenario) throws Exception {
    Seen seen = watch(scenario);

    assertHealthy(seen);
    List<String> recorded =
        seen.connection.ends().stream().map(end -> end.by() + " " + end.kind()).toList();
    assertThat(seen.captured(seen.proxy).ends()).isEqualTo(recorded);
  }

  /** Four times 64 MiB are more than a capture holds. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(names = "BIG_BODIES_BOTH_WAYS")
  @Timeout(180)
  void aCaptureThatHadToEndIsReadableUpToThere(EndScenario scenario) throws Exception {
    Seen seen = watch(scenario);

    assertThat(seen.problem.orElseThrow()).startsWith("capture truncated");
    assertHealthy(seen);
  }

  private record Seen(
      int proxy,
      int upstream,
      RecordedConnection connection,
      Optional<String> problem,
      Path file,
      Path raw,
      List<Tshark.Read> read,
      List<TcpdumpJudge.Packet> packets) {

    WireLeg captured(int port) {
      return WireLeg.lastTo(port, read.stream().map(Tshark.Read::packet).toList());
    }

    WireLeg onTheWire(int port) {
      return WireLeg.lastTo(port, packets);
    }
  }

  private Seen watch(EndScenario scenario) throws Exception {
    Path file = directory.resolve("capture.pcapng");
    Path raw = directory.resolve("raw.pcap");
    try (Stage stage = Stage.captured(scenario.openBackend(), file)) {
      int proxy = stage.proxy().port();
      int upstream = stage.backend().port();
      boolean withData = !scenario.concurrent();
      try (TcpdumpJudge judge =
          TcpdumpJudge.watch(
              List.of(proxy, upstream), withData, withData ? Optional.of(raw) : Optional.empty())) {
        scenario.play(stage);
        RecordedConnection connection = stage.recordedEnd();
        List<TcpdumpJudge.Packet> packets = judge.packets();
        stage.proxy().close();
        Optional<String> problem = stage.proxy().captureProblem();
        return new Seen(
            proxy, upstream, connection, problem, file, raw, Tshark.read(file), packets);
      }
    }
  }

  private static void assertHealthy(Seen seen) {
    assertThat(seen.read).isNotEmpty();
    // Megabytes are random ones, no HTTP; whether tshark says so depends on where they were cut.
    boolean random =
        seen.connection.bytesFrom(Side.CLIENT) + seen.connection.bytesFrom(Side.SERVER) > 1 << 20;
    String[] harmless =
        random ? new String[] {"", "[Malformed Packet: HTTP],_ws.malformed"} : new String[] {""};
    assertThat(seen.read)
        .allSatisfy(packet -> assertThat(packet.malformed()).isIn((Object[]) harmless));
    assertThat(seen.read).allSatisfy(packet -> assertThat(packet.analysisFlags()).isEmpty());
  }

  private static List<String> ends(WireLeg leg, EndScenario scenario) {
    List<String> ends = leg.ends();
    // Ends that cross each other have no order.
    return scenario.concurrent() ? ends.stream().sorted().toList() : ends;
  }
}
