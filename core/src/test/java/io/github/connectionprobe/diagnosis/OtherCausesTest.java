package io.github.connectionprobe.diagnosis;

import static io.github.connectionprobe.diagnosis.Asserted.assertCause;
import static io.github.connectionprobe.diagnosis.Asserted.assertNeeded;
import static io.github.connectionprobe.diagnosis.Asserted.explanation;
import static io.github.connectionprobe.recording.EndKind.FIN;
import static io.github.connectionprobe.recording.Side.CLIENT;
import static io.github.connectionprobe.recording.Side.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtherCausesTest {

  private final Script script = new Script().agent("okhttp/4.12.0");

  @Test
  void connectionWithoutAByteIsUnused() {
    script.open(0).closedBy(CLIENT, FIN, 1);
    script.open(2).get("/a", 3, 5);

    assertCause(script, 1, Cause.UNUSED_CONNECTION, Responsible.NOBODY);
    assertNeeded(script, 1, 1);
  }

  @ParameterizedTest
  @CsvSource({"TLS, TLS", "HTTP_2, HTTP/2", "OTHER, not HTTP/1", "UNKNOWN, not HTTP/1"})
  void whatCannotBeSeenIsNotJudged(Protocol protocol, String words) {
    script.open(0).speaking(protocol).closedBy(CLIENT, FIN, 5);
    script.open(20).speaking(protocol);
    script.open(40).speaking(protocol);

    assertCause(script, 2, Cause.NOT_OBSERVED, Responsible.NOBODY);
    assertThat(explanation(script, 3).evidence().get(0)).contains("#3", "its bytes are " + words);
    assertNeeded(script, 1, 2);
  }

  @Test
  void eachUnseenProtocolNeedsAConnection() {
    script.open(0).speaking(Protocol.TLS);
    script.open(20).speaking(Protocol.HTTP_2);
    script.open(40).get("/a", 41, 42);

    assertNeeded(script, 3, 0);
  }

  @Test
  void unseenConnectionFromBeforeTheWindowServesItsProtocol() {
    script.from(10);
    script.open(0).speaking(Protocol.TLS);
    script.open(20).speaking(Protocol.TLS);

    assertNeeded(script, 0, 1);
  }

  @Test
  void connectionThatIsNoLongerLookedIntoIsNotJudged() {
    script.open(0).get("/a", 1, 5);
    script.open(100).get("/b", 101, 105);
    script.open(200).get("/c", 201, 205).with(c -> c.observerRetired("a header was too long"));
    script.open(300).get("/c", 301, 305).with(c -> c.observerRetired("a header was too long"));

    assertThat(explanation(script, 4).evidence().get(0)).contains("a header was too long");
    assertCause(script, 4, Cause.NOT_OBSERVED);
  }

  @Test
  void connectionFromBeforeTheWindowServesIt() {
    script.from(10);
    script.open(0).get("/a", 11, 15).closedBy(SERVER, FIN, 800);
    script.open(1_000).get("/b", 1_001, 1_005);

    assertCause(script, 2, Cause.SERVER_IDLE_TIMEOUT);
    assertNeeded(script, 0, 1);
  }

  @Test
  void idleConnectionFromBeforeTheWindowMayBeAnotherTests() {
    script.from(10);
    script.open(0).speaking(Protocol.HTTP_1);
    script.open(100).get("/b", 101, 105);

    assertCause(script, 2, Cause.CARRIED_OVER, Responsible.NOBODY);
    assertThat(explanation(script, 2).evidence().get(0)).contains("#1", "another test");
  }

  @Test
  void connectionFromBeforeTheWindowThatTheClientClosedIsNoLoss() {
    script.from(10);
    script.open(0).speaking(Protocol.HTTP_1).closedBy(CLIENT, FIN, 20);
    script.open(100).get("/b", 101, 105);

    assertCause(script, 2, Cause.CARRIED_OVER, Responsible.NOBODY);
  }

  @Test
  void connectionFromBeforeTheWindowThatTheServerClosedIsTheServers() {
    script.from(10);
    script.open(0).speaking(Protocol.HTTP_1).closedBy(SERVER, FIN, 900);
    script.open(1_000).get("/b", 1_001, 1_005);

    assertCause(script, 2, Cause.SERVER_IDLE_TIMEOUT);
    assertThat(explanation(script, 2).evidence().get(0)).contains("890 ms");
  }

  @Test
  void moreConnectionsThanExchangesInABurstAreConcurrency() {
    script.open(0).get("/a", 10, 20);
    script.open(1).get("/b", 15, 25);
    script.open(2).get("/c", 26, 30);

    assertCause(script, 3, Cause.CONCURRENCY, Responsible.NOBODY);
    assertNeeded(script, 2, 1);
  }

  @Test
  void connectionThatFellIdleInABurstMayStillBeHeld() {
    script.open(0).get("/a", 10, 20);
    script.open(1).get("/b", 15, 60);
    script.open(100).get("/c", 101, 130);

    assertCause(script, 3, Cause.CONCURRENCY, Responsible.NOBODY);
    assertThat(explanation(script, 3).evidence().get(0)).contains("had become idle only");
  }

  @Test
  void connectionIdleForLongDuringABurstIsAnOrphan() {
    script.open(0).get("/a", 10, 20);
    script.open(1).get("/b", 15, 900);
    script.open(500).get("/c", 501, 530);

    assertCause(script, 3, Cause.ORPHANED);
  }

  @Test
  void connectionsLeftBehindByTheDozenAreOrphansHoweverFast() {
    for (int i = 0; i < 40; i += 2) {
      script.open(i).get("/a", i + 0.2, i + 1.2);
      script.open(i + 0.1).get("/b", i + 0.3, i + 1.3);
    }

    assertThat(Diagnosis.of(script.recording()).avoidable()).hasSizeGreaterThan(25);
    assertThat(Diagnosis.of(script.recording()).peakInFlight()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"469, CONCURRENCY", "470, ORPHANED"})
  void connectionIsHeldNoLongerThanAThreadMayStandStill(int opened, Cause cause) {
    script.open(0).get("/a", 10, 20);
    script.open(1).get("/b", 15, 900);
    script.open(opened).get("/c", opened + 1, opened + 2);

    assertCause(script, 3, cause);
  }

  @ParameterizedTest
  @CsvSource({"319, CONCURRENCY", "320, ORPHANED"})
  void connectionIsHeldNoLongerThanTheGraceWindowWhereAsManyAreOpenedAsWereInUse(
      int opened, Cause cause) {
    script.open(0).get("/a", 10, 20);
    script.open(1).get("/b", 15, 900);
    script.open(opened - 0.5).get("/c", opened + 1, opened + 2);
    script.open(opened).get("/d", opened + 3, opened + 4);

    assertCause(script, 3, cause);
  }

  @ParameterizedTest
  @CsvSource({"12, false", "13, true"})
  void dozenConnectionsOpenedBesideAnIdleOneProveThatItIsLeft(int others, boolean blamed) {
    script.open(0).get("/a", 0.2, 10);
    script.open(0.1).get("/b", 0.2, 400);
    for (int i = 0; i < others - 1; i++) {
      script.open(20 + 5 * i).get("/c", 20.1 + 5 * i, 24 + 5 * i);
    }

    assertThat(Diagnosis.of(script.recording()).avoidable().isEmpty()).isEqualTo(!blamed);
  }
}
