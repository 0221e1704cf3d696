package io.github.connectionprobe.diagnosis;

import static io.github.connectionprobe.diagnosis.Asserted.assertCause;
import static io.github.connectionprobe.diagnosis.Asserted.assertNeeded;
import static io.github.connectionprobe.diagnosis.Asserted.explanation;
import static io.github.connectionprobe.recording.EndKind.FIN;
import static io.github.connectionprobe.recording.Side.CLIENT;
import static io.github.connectionprobe.recording.Side.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of several connections explains a new one. */
class IdealPoolTest {

  private final Script script = new Script().agent("okhttp/4.12.0");

  @Test
  void whatIsGoneExplainsBeforeWhatIsIdle() {
    script.open(0).get("/a", 1, 10);
    script.open(1).get("/b", 2, 8, x -> x.response("Connection", "close")).closedBy(SERVER, FIN, 8);
    script.open(1_000).get("/c", 1_001, 1_002);

    assertCause(script, 3, Cause.RESPONSE_CLOSE);
  }

  @Test
  void ofTwoThatAreGoneTheLaterOneExplains() {
    script
        .open(0)
        .get("/a", 1, 10, x -> x.request("Connection", "close"))
        .closedBy(CLIENT, FIN, 11);
    script.open(1).get("/b", 2, 20).closedBy(SERVER, FIN, 21);
    script.open(1_000).get("/c", 1_001, 1_002);
    script.open(1_000.1).get("/d", 1_001, 1_002);
    script.open(1_000.2).get("/e", 1_001, 1_002);

    assertCause(script, 3, Cause.SERVER_SILENT_CLOSE);
    assertCause(script, 4, Cause.REQUEST_CLOSE);
    assertNeeded(script, 3, 2);
  }

  @Test
  void ofTwoThatAreIdleTheOneUsedLastExplains() {
    script.open(0).get("/a", 1, 30);
    script.open(1).get("/b", 2, 20);
    script.open(1_000).get("/c", 1_001, 1_002);

    assertThat(explanation(script, 3).evidence().get(0)).startsWith("#1 was open");
  }

  @Test
  void connectionOfTheSameHostExplainsBeforeOneOfAnother() {
    script.host("a.example").open(0).get("/a", 1, 10);
    script.host("b.example").open(1).get("/b", 2, 30);
    script.host("a.example").open(1_000).get("/c", 1_001, 1_002);

    assertCause(script, 3, Cause.ORPHANED);
    assertThat(explanation(script, 3).evidence().get(0)).startsWith("#1 was open");
  }

  @Test
  void connectionsOfTwoHostsInTurnAreComparedWithTheirOwn() {
    for (int i = 0; i < 4; i++) {
      script.host(i % 2 == 0 ? "a.example" : "b.example");
      script.open(100 * i).get("/a", 100 * i + 1, 100 * i + 2);
    }

    assertCause(script, 2, Cause.DIFFERENT_ROUTE, Responsible.NOBODY);
    assertCause(script, 3, Cause.ORPHANED);
    assertThat(explanation(script, 3).evidence().get(0)).startsWith("#1 was open");
    assertThat(explanation(script, 4).evidence().get(0)).startsWith("#2 was open");
  }

  @Test
  void connectionsOfTwoClientsInTurnAreComparedWithTheirOwn() {
    for (int i = 0; i < 4; i++) {
      script.agent(i % 2 == 0 ? "okhttp/4.12.0" : "Java-http-client/17");
      script.open(100 * i).get("/a", 100 * i + 1, 100 * i + 2);
    }

    assertCause(script, 2, Cause.SEPARATE_POOLS, Responsible.NOBODY);
    assertThat(explanation(script, 3).evidence().get(0)).startsWith("#1 was open");
    assertThat(explanation(script, 4).evidence().get(0)).startsWith("#2 was open");
  }

  @ParameterizedTest
  @CsvSource({"149, 0", "150, 1"})
  void requestSoonAfterTheOpeningShowsThatAConnectionWasTaken(int next, int explained) {
    script.open(0).get("/a", 1, 5).get("/c", next, 155);
    script.open(100).get("/b", 101, 140).get("/d", 600, 605);
    script.open(120).get("/e", 121, 152);

    // Where #1 counts as free, #2 stands for it, and #3 was opened beside one in use.
    Diagnosis diagnosis = Diagnosis.of(script.recording());
    assertThat(diagnosis.needed() + diagnosis.explanations().size()).isEqualTo(3);
    assertThat(diagnosis.of(2).isPresent() ? 1 : 0).isEqualTo(explained);
  }

  @Test
  void laneWhoseConnectionIsBusyAgainIsNotFree() {
    script.open(0).get("/a", 1, 5).get("/c", 400, 900);
    script.open(200).get("/b", 201, 220);
    script.open(500).get("/d", 501, 520);

    assertNeeded(script, 2, 1);
    assertThat(Diagnosis.of(script.recording()).of(3)).isEmpty();
  }

  @Test
  void connectionNotKeptInFullIsNotTakenForIdle() {
    script.peakEver(1).open(0).get("/a", 1, 5).notKept(10).get("/b", 900, 905);
    script.open(500).get("/c", 501, 520);

    assertThat(Diagnosis.of(script.recording()).avoidable()).isEmpty();
  }

  @Test
  void connectionWhoseLastExchangesWereNotKeptIsNotTakenForIdle() {
    script.peakEver(1).open(0).get("/a", 1, 5).notKept(10);
    script.open(500).get("/c", 501, 520);

    assertThat(Diagnosis.of(script.recording()).avoidable()).isEmpty();
  }

  @Test
  void peakTheRecorderCountedStandsInForExchangesNotKept() {
    script.peakEver(3).open(0).get("/a", 1, 5).notKept(10).get("/b", 900, 905);
    assertThat(Diagnosis.of(script.recording()).peakInFlight()).isEqualTo(3);

    Script complete = new Script().peakEver(3);
    complete.open(0).get("/a", 1, 5);
    assertThat(Diagnosis.of(complete.recording()).peakInFlight()).isEqualTo(1);
  }
}
