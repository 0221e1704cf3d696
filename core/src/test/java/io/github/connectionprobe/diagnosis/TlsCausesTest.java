package io.github.connectionprobe.diagnosis;

import static io.github.connectionprobe.diagnosis.Asserted.assertCause;
import static io.github.connectionprobe.diagnosis.Asserted.assertNeeded;
import static io.github.connectionprobe.diagnosis.Asserted.explanation;
import static io.github.connectionprobe.recording.EndKind.FIN;
import static io.github.connectionprobe.recording.EndKind.RST;
import static io.github.connectionprobe.recording.Handshakes.alerted;
import static io.github.connectionprobe.recording.Side.CLIENT;
import static io.github.connectionprobe.recording.Side.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.Handshakes;
import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.Script;
import io.github.connectionprobe.recording.TlsHandshake;
import io.github.connectionprobe.recording.TlsResumption;
import org.junit.jupiter.api.Test;

/** What handshakes and an estimate of the exchanges are enough to say, and what not. */
class TlsCausesTest {

  private final Script script = new Script();

  /** Opens a connection that answers each estimated exchange in 10 ms. */
  private Script.Connection tls(double at, TlsHandshake handshake, double... starts) {
    double[] times = new double[2 * starts.length];
    for (int i = 0; i < starts.length; i++) {
      times[2 * i] = starts[i];
      times[2 * i + 1] = starts[i] + 10;
    }
    return spanning(at, handshake, times);
  }

  private Script.Connection spanning(double at, TlsHandshake handshake, double... times) {
    return script
        .open(at)
        .speaking(Protocol.TLS)
        .with(c -> c.tls(handshake).estimatedExchanges(Handshakes.exchanges(times)));
  }

  private static TlsHandshake full(double at) {
    return Handshakes.finished(at, TlsResumption.NOT_OFFERED);
  }

  private static TlsHandshake resumed(double at) {
    return Handshakes.finished(at, TlsResumption.RESUMED);
  }

  @Test
  void connectionsInARowWithoutASessionComeFromNewContexts() {
    for (int i = 0; i < 3; i++) {
      tls(200 * i, full(200 * i), 200 * i + 5);
    }
    assertCause(script, 2, Cause.NEW_TLS_CONTEXT_PER_CALL);
    assertCause(script, 3, Cause.NEW_TLS_CONTEXT_PER_CALL);
    assertThat(explanation(script, 2).evidence())
        .containsExactly(
            "#2 offered no TLS session to resume, although the server had given one before: its"
                + " client did not know of it.",
            "#1 was open and, as far as can be estimated, had been idle for 185 ms when #2 was"
                + " opened, and was never used again.");
    assertNeeded(script, 1, 2);
  }

  @Test
  void connectionsClosedAfterEachCallComeFromNewContextsToo() {
    for (int i = 0; i < 3; i++) {
      tls(200 * i, full(200 * i), 200 * i + 5).closedBy(CLIENT, FIN, 200 * i + 20);
    }
    assertCause(script, 2, Cause.NEW_TLS_CONTEXT_PER_CALL);
  }

  @Test
  void sessionThatAnotherConnectionUsedUpIsNotMissed() {
    tls(0, full(0), 5).closedBy(CLIENT, FIN, 20);
    spanning(200, resumed(200), 205, 900).closedBy(CLIENT, FIN, 905);
    tls(210, full(210), 215);

    assertThat(Diagnosis.of(script.recording()).avoidable()).isEmpty();
  }

  @Test
  void sessionThatWasNeverGivenIsNotMissed() {
    for (int i = 0; i < 3; i++) {
      tls(200 * i, Handshakes.notResumable(200 * i), 200 * i + 5);
    }
    assertCause(script, 2, Cause.ORPHANED);
    assertThat(explanation(script, 2).candidates())
        .containsExactly(Cause.NEW_CLIENT_PER_CALL, Cause.LEAKED_RESPONSE, Cause.POOL_KEY_DIFFERS);
  }

  @Test
  void connectionsInARowThatOfferASessionShareTheContextAndNotThePool() {
    tls(0, full(0), 5);
    tls(200, resumed(200), 205);
    tls(400, resumed(400), 405);

    assertCause(script, 2, Cause.POOL_KEY_DIFFERS);
    assertCause(script, 3, Cause.POOL_KEY_DIFFERS);
  }

  @Test
  void oneIdleConnectionMayBeAStreamAndProvesNothing() {
    tls(0, full(0), 5);
    tls(200, resumed(200), 205);

    assertCause(script, 2, Cause.POOL_KEY_DIFFERS, Responsible.NOBODY);
  }

  @Test
  void streamBesideAPoolIsHealthy() {
    tls(0, full(0), 5);
    tls(200, resumed(200), 205, 300, 400, 500);

    assertCause(script, 2, Cause.SEPARATE_POOLS, Responsible.NOBODY);
  }

  @Test
  void connectionsThatTalkOnAreNoOrphansToBeBlamedFor() {
    tls(0, full(0), 5, 50);
    tls(200, resumed(200), 205, 250);
    tls(400, resumed(400), 405, 450);

    assertThat(Diagnosis.of(script.recording()).avoidable()).isEmpty();
  }

  @Test
  void connectionUsedLaterIsInAnotherPool() {
    tls(0, full(0), 5, 600);
    tls(200, full(200), 205, 700);

    assertCause(script, 2, Cause.SEPARATE_POOLS, Responsible.NOBODY);
  }

  @Test
  void responseThatIsStillBeingPassedOnIsInFlight() {
    tls(0, full(0), 5).with(c -> c.relayingFrom(SERVER, 100_000));
    tls(200, full(200), 205);

    assertNeeded(script, 2, 0);
  }

  @Test
  void serverNameProtocolsAndSchemeMakeRoutes() {
    tls(0, Handshakes.named(0, "a.example"), 5);
    tls(200, Handshakes.named(200, "b.example"), 205);

    assertCause(script, 2, Cause.DIFFERENT_ROUTE, Responsible.NOBODY);
    assertThat(explanation(script, 2).evidence())
        .containsExactly(
            "#1 was there, but asked for the server name a.example, and #2 asked for the server"
                + " name b.example.");
  }

  @Test
  void protocolsOfferedMakeRoutesUnlessOneIsSilent() {
    tls(0, Handshakes.offering(0, "h2", "http/1.1"), 5);
    tls(200, Handshakes.offering(200, "http/1.1"), 205);

    assertCause(script, 2, Cause.DIFFERENT_ROUTE, Responsible.NOBODY);
    assertThat(explanation(script, 2).evidence())
        .containsExactly("#1 was there, but it offered h2 and http/1.1, and #2 offered http/1.1.");
  }

  @Test
  void plainTextAndTlsAreTwoRoutes() {
    script.open(0).get("/a", 1, 5);
    tls(200, full(200), 205);

    assertCause(script, 2, Cause.DIFFERENT_ROUTE, Responsible.NOBODY);
    assertThat(explanation(script, 2).evidence())
        .containsExactly("#1 was there, but it is not TLS, and #2 is.");
  }

  @Test
  void otherCipherSuitesAreAnotherClient() {
    tls(0, full(0), 5);
    tls(200, Handshakes.ofAnotherClient(200), 205);

    assertCause(script, 2, Cause.SEPARATE_POOLS, Responsible.NOBODY);
  }

  @Test
  void exchangesAtOnceNeedConnectionsAtOnce() {
    spanning(0, full(0), 5, 500);
    spanning(100, full(100), 105, 600);

    assertNeeded(script, 2, 0);
    assertThat(Diagnosis.of(script.recording()).peakInFlight()).isEqualTo(2);
  }

  @Test
  void clientThatClosesMayHaveBeenToldTo() {
    tls(0, full(0), 5).closedBy(CLIENT, FIN, 20);
    tls(200, resumed(200), 205);

    assertCause(script, 2, Cause.CLIENT_CLOSED_AFTER_RESPONSE, Responsible.NOBODY);
    assertThat(explanation(script, 2).candidates())
        .contains(Cause.RESPONSE_CLOSE, Cause.REUSE_DISABLED);
    assertThat(explanation(script, 2).evidence())
        .containsExactly("The client sent a FIN on #1 5 ms after the last answer.");
  }

  @Test
  void clientThatClosesAfterAWhileHasItsLimit() {
    tls(0, full(0), 5).closedBy(CLIENT, FIN, 6_000);
    tls(7_000, resumed(7_000), 7_005);

    assertCause(script, 2, Cause.CLIENT_IDLE_EXPIRY, Responsible.NOBODY);
  }

  @Test
  void clientThatWaitedInVainGaveUp() {
    spanning(0, full(0), 5, -1).closedBy(CLIENT, RST, 2_000);
    tls(2_100, resumed(2_100), 2_105);

    assertCause(script, 2, Cause.CLIENT_GAVE_UP, Responsible.NOBODY);
  }

  @Test
  void serverThatClosesRightAfterAResponseMayHaveBeenAsked() {
    tls(0, full(0), 5).closedBy(SERVER, FIN, 16);
    tls(200, resumed(200), 205);

    assertCause(script, 2, Cause.NOT_OBSERVED, Responsible.NOBODY);
    assertThat(explanation(script, 2).candidates())
        .containsExactly(Cause.RESPONSE_CLOSE, Cause.REQUEST_CLOSE, Cause.SERVER_SILENT_CLOSE);
  }

  @Test
  void serverThatClosesAsTheClientsAlertAsksItToIsNotBlamed() {
    tls(0, alerted(full(0), CLIENT, 15.5), 5).closedBy(SERVER, FIN, 16);
    tls(200, resumed(200), 205);

    assertCause(script, 2, Cause.CLIENT_CLOSED_AFTER_RESPONSE, Responsible.NOBODY);
    assertThat(explanation(script, 2).evidence())
        .asString()
        .contains("The client sent a TLS alert on #1");
  }

  @Test
  void serverWhoseAlertComesFirstHasClosed() {
    tls(0, alerted(full(0), SERVER, 5_015), 5).closedBy(CLIENT, FIN, 5_016);
    tls(6_000, resumed(6_000), 6_005);

    assertCause(script, 2, Cause.SERVER_IDLE_TIMEOUT);
  }

  @Test
  void alertInThePacketInWhichTheAnswerEndsComesAfterTheAnswer() {
    tls(0, alerted(full(0), SERVER, 15), 5).closedBy(SERVER, FIN, 16);
    tls(200, resumed(200), 205);

    assertCause(script, 2, Cause.NOT_OBSERVED, Responsible.NOBODY);
  }

  @Test
  void serverThatClosesAfterAWhileHasItsLimit() {
    tls(0, full(0), 5).closedBy(SERVER, FIN, 5_015);
    tls(6_000, resumed(6_000), 6_005);

    assertCause(script, 2, Cause.SERVER_IDLE_TIMEOUT);
  }

  @Test
  void serverThatClosesInsteadOfAnsweringIsToBlame() {
    spanning(0, full(0), 5, -1).closedBy(SERVER, RST, 100);
    tls(200, resumed(200), 205);

    assertCause(script, 2, Cause.SERVER_ABORT);
  }

  @Test
  void failedHandshakeIsNoLostReuse() {
    script
        .open(0)
        .speaking(Protocol.TLS)
        .with(c -> c.tls(Handshakes.failed(0, CLIENT, "the alert unknown_ca")))
        .closedBy(CLIENT, FIN, 2);

    assertCause(script, 1, Cause.HANDSHAKE_FAILED);
    assertThat(explanation(script, 1).evidence())
        .containsExactly(
            "The client ended the TLS handshake of #1 with the alert unknown_ca. That is no loss of"
                + " keep-alive: there was never a connection to keep.");
    assertThat(Diagnosis.of(script.recording()).avoidable()).isEmpty();
  }

  @Test
  void connectionWithoutARequestIsUnused() {
    tls(0, full(0));

    assertCause(script, 1, Cause.UNUSED_CONNECTION, Responsible.NOBODY);
  }

  @Test
  void withoutAnEstimateNothingIsSaid() {
    for (int i = 0; i < 3; i++) {
      TlsHandshake handshake = full(200 * i);
      script.open(200 * i).speaking(Protocol.TLS).with(c -> c.tls(handshake));
    }
    assertCause(script, 2, Cause.NOT_OBSERVED, Responsible.NOBODY);
  }

  @Test
  void connectionFromBeforeTheWindowServes() {
    script.from(100);
    tls(0, full(0), 205);
    tls(300, resumed(300), 305);

    assertNeeded(script, 0, 1);
  }

  @Test
  void connectionFromBeforeThatServedNothingIsCarriedOver() {
    script.from(100);
    tls(0, full(0));
    tls(300, resumed(300), 305);

    assertCause(script, 2, Cause.CARRIED_OVER, Responsible.NOBODY);
  }
}
