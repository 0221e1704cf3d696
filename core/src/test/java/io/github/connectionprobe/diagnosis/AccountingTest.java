package io.github.connectionprobe.diagnosis;

import static io.github.connectionprobe.diagnosis.Asserted.assertNeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.connectionprobe.recording.BodyFraming;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Script;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.Upgrade;
import io.github.connectionprobe.recording.UpstreamFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountingTest {

  @Test
  void numbersAddUpWhateverHappened() {
    for (long seed = 0; seed < 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Recording recording = random(random);
      JvmEvidence evidence =
          random.nextBoolean()
              ? JvmEvidence.none()
              : JvmEvidence.of(
                  Map.of("okhttp3.internal.connection.RealConnectionPool", random.nextLong(4)));

      Diagnosis diagnosis = Diagnosis.of(recording, evidence);

      String trace = "seed " + seed + ": " + diagnosis;
      assertThat(diagnosis.needed() + diagnosis.explanations().size())
          .as(trace)
          .isEqualTo(recording.opened());
      assertThat(diagnosis.needed()).as(trace).isNotNegative();
      assertThat(diagnosis.explanations())
          .as(trace)
          .extracting(Explanation::connection)
          .doesNotHaveDuplicates()
          .isSorted()
          .allMatch(number -> !recording.carriedOver(recording.connection(number)));
      assertThat(diagnosis.explanations())
          .as(trace)
          .allMatch(explanation -> !explanation.evidence().isEmpty())
          .allMatch(explanation -> !explanation.candidates().contains(explanation.cause()));
      assertThat(Diagnosis.of(recording, evidence)).as(trace).isEqualTo(diagnosis);
    }
  }

  @Test
  void neededIsNeverBelowThePeakThatNewConnectionsHadToCarry() {
    for (long seed = 0; seed < 300; seed++) {
      Recording recording = random(new SplittableRandom(seed));
      Diagnosis diagnosis = Diagnosis.of(recording);
      int observedPeak = Peak.of(recording);

      assertThat(diagnosis.needed() + recording.carriedOver())
          .as("seed %d", seed)
          .isGreaterThanOrEqualTo(
              Math.min(observedPeak, recording.carriedOver() + serving(recording)));
    }
  }

  private static int serving(Recording recording) {
    return (int)
        recording.openedConnections().stream()
            .filter(c -> c.upstreamFailure().isEmpty() && c.observerRetired().isEmpty())
            .filter(c -> c.protocol() == Protocol.HTTP_1)
            .count();
  }

  @Test
  void firstConnectionsAreTheNeededOnes() {
    Script script = new Script();
    script.open(0).get("/a", 1, 100);
    script.open(2).get("/b", 3, 90);
    script.open(200).get("/c", 201, 210);

    assertNeeded(script, 2, 1);
    assertThat(Diagnosis.of(script.recording()).of(1)).isEmpty();
    assertThat(Diagnosis.of(script.recording()).of(2)).isEmpty();
    assertThat(Diagnosis.of(script.recording()).of(3)).isPresent();
  }

  @Test
  void replacementIsExplainedEvenWhileOthersAreBusy() {
    Script script = new Script();
    script.open(0).get("/a", 1, 500);
    script
        .open(2)
        .get("/b", 3, 90, x -> x.request("Connection", "close"))
        .closedBy(Side.CLIENT, EndKind.FIN, 91);
    script.open(200).get("/c", 201, 210);

    assertNeeded(script, 2, 1);
    assertThat(Diagnosis.of(script.recording()).of(3).orElseThrow().cause())
        .isEqualTo(Cause.REQUEST_CLOSE);
  }

  @Test
  void eachLostConnectionExplainsOneReplacement() {
    Script script = new Script();
    script
        .open(0)
        .get("/a", 1, 10, x -> x.request("Connection", "close"))
        .closedBy(Side.CLIENT, EndKind.FIN, 11);
    script.open(20).get("/b", 21, 90);
    script.open(22).get("/c", 23, 90);

    assertNeeded(script, 2, 1);
    assertThat(Diagnosis.of(script.recording()).of(3)).isEmpty();
  }

  @Test
  void connectionOpenedBesideAnIdleOneIsNeededWhenBothAreUsedAtOnceLater() {
    Script script = new Script();
    script.open(0).get("/a", 1, 10).get("/c", 500, 600);
    script.open(300).get("/b", 301, 310).get("/d", 510, 590);

    assertNeeded(script, 2, 0);
  }

  @Test
  void pipelinedExchangesNeedOneConnection() {
    Script script = new Script();
    script.open(0).get("/a", 1, 10).get("/b", 2, 20).get("/c", 3, 30);

    assertNeeded(script, 1, 0);
    assertThat(Diagnosis.of(script.recording()).peakInFlight()).isEqualTo(1);
  }

  @Test
  void exchangesThatTouchAreNotAtOnce() {
    Script script = new Script();
    script.open(0).get("/a", 1, 10);
    script.open(5).get("/b", 10, 20);

    assertThat(Diagnosis.of(script.recording()).peakInFlight()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void numbersThatDoNotAddUpAreRefused(int needed) {
    Script script = new Script();
    script.open(0).get("/a", 1, 10);
    Recording recording = script.recording();

    assertThatThrownBy(() -> new Diagnosis(recording, needed, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("each of the 1 connections opened")
        .hasMessageContaining(needed + " needed and 0 explained");
  }

  private static Recording random(SplittableRandom random) {
    Script script = new Script().peakEver(random.nextInt(4));
    if (random.nextInt(3) == 0) {
      script.from(random.nextInt(300));
    }
    double at = 0;
    int connections = random.nextInt(1, 12);
    for (int i = 0; i < connections; i++) {
      at += random.nextInt(4) == 0 ? random.nextInt(600) : random.nextInt(20);
      script
          .agent(random.nextInt(8) == 0 ? "Java/17" : "okhttp/4")
          .host(random.nextInt(8) == 0 ? "a" : "b");
      fill(random, script.open(at), at);
    }
    return script.recording();
  }

  private static void fill(SplittableRandom random, Script.Connection connection, double at) {
    int kind = random.nextInt(20);
    if (kind == 0) {
      connection.with(
          c ->
              c.upstreamFailure(
                  new UpstreamFailure(UpstreamFailure.Kind.REFUSED, "x", Duration.ZERO)));
      return;
    }
    if (kind < 3) {
      connection.speaking(Protocol.values()[random.nextInt(Protocol.values().length)]);
      return;
    }
    double end = at;
    int exchanges = random.nextInt(4);
    for (int e = 0; e < exchanges; e++) {
      double start = end + random.nextInt(random.nextInt(4) == 0 ? 500 : 10);
      end = start + random.nextInt(1, 60);
      connection.get("/" + e, start, end, x -> vary(random, x));
    }
    switch (random.nextInt(12)) {
      case 0 -> connection.with(c -> c.observerRetired("odd bytes"));
      case 1 -> connection.with(c -> c.relayingFrom(Side.SERVER, 100));
      case 2 -> connection.notKept(random.nextInt(1, 5));
      case 3 -> {
        Duration when = Duration.ofMillis((long) end);
        connection.with(c -> c.upgrade(new Upgrade(1, "websocket", when)));
      }
      default -> {}
    }
    Side side = random.nextBoolean() ? Side.CLIENT : Side.SERVER;
    double closing = end - 5 + random.nextInt(random.nextBoolean() ? 20 : 500);
    switch (random.nextInt(4)) {
      case 0 -> connection.closedBy(side, EndKind.FIN, Math.max(at, closing));
      case 1 -> connection.closedBy(side, EndKind.RST, Math.max(at, closing));
      case 2 -> connection.fin(side, Math.max(at, closing));
      default -> {}
    }
  }

  private static Script.Exchange vary(SplittableRandom random, Script.Exchange x) {
    return switch (random.nextInt(14)) {
      case 0 -> x.request("Connection", "close");
      case 1 -> x.response("Connection", "close");
      case 2 -> x.responseVersion("HTTP/1.0");
      case 3 -> x.framing(BodyFraming.UNTIL_CLOSE);
      case 4 -> x.truncated();
      case 5 -> x.unanswered();
      case 6 -> x.requestIncomplete();
      case 7 -> x.response("Keep-Alive", "timeout=1");
      case 8 -> x.body(0);
      case 9 -> x.status(500);
      default -> x;
    };
  }
}
