package io.github.connectionprobe.diagnosis;

import static io.github.connectionprobe.diagnosis.Asserted.assertCause;
import static io.github.connectionprobe.diagnosis.Asserted.assertNeeded;
import static io.github.connectionprobe.diagnosis.Asserted.explanation;
import static io.github.connectionprobe.recording.EndKind.FIN;
import static io.github.connectionprobe.recording.EndKind.RST;
import static io.github.connectionprobe.recording.Side.CLIENT;
import static io.github.connectionprobe.recording.Side.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.BodyFraming;
import io.github.connectionprobe.recording.Script;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientClosesTest {

  private static final String OKHTTP_POOL = "okhttp3.internal.connection.RealConnectionPool";

  private final Script script = new Script().agent("okhttp/4.12.0");

  @Test
  void promptCloseLeavesTwoCandidates() {
    script.open(0).get("/a", 1, 5).closedBy(CLIENT, FIN, 6);
    script.open(20).get("/b", 21, 25).closedBy(CLIENT, FIN, 26);

    Explanation explanation = explanation(script, 2);
    assertCause(explanation, Cause.CLIENT_CLOSED_AFTER_RESPONSE, Responsible.CLIENT);
    assertThat(explanation.certainty()).isEqualTo(Certainty.OBSERVED);
    assertThat(explanation.candidates())
        .containsExactly(Cause.NEW_CLIENT_PER_CALL, Cause.REUSE_DISABLED);
    assertThat(explanation.nextExperiment()).isPresent();
    assertThat(explanation.evidence().get(0)).contains("a FIN on #1 1 ms after");
    assertNeeded(script, 1, 1);
  }

  @Test
  void httpUrlConnectionCannotBeANewClient() {
    script.agent("Java/17.0.15");
    script.open(0).get("/a", 1, 5).closedBy(CLIENT, FIN, 6);
    script.open(20).get("/b", 21, 25);

    assertThat(explanation(script, 2).candidates())
        .containsExactly(Cause.REUSE_DISABLED, Cause.UNREAD_BODY);
  }

  @Test
  void promptCloseWithAPoolForEachIsANewClientPerCall() {
    script.open(0).get("/a", 1, 5).closedBy(CLIENT, FIN, 6);
    script.open(20).get("/b", 21, 25);

    Explanation explanation = explanation(with(OKHTTP_POOL, 2), 2);
    assertCause(explanation, Cause.NEW_CLIENT_PER_CALL, Responsible.CLIENT);
    assertThat(explanation.evidence()).anyMatch(s -> s.contains("2 connection pools"));
    assertThat(explanation.fix()).contains("Share one OkHttpClient");
  }

  @Test
  void promptCloseWithOnePoolIsReuseDisabled() {
    script.open(0).get("/a", 1, 5).closedBy(CLIENT, FIN, 6);
    script.open(20).get("/b", 21, 25);

    assertCause(explanation(with(OKHTTP_POOL, 1), 2), Cause.REUSE_DISABLED, Responsible.CLIENT);
  }

  @Test
  void promptCloseWithoutAnyNewPoolNeedsTheCallSiteToDecide() {
    script.open(0).get("/a", 1, 5).closedBy(CLIENT, FIN, 6);
    script.open(20).get("/b", 21, 25);

    assertCause(
        explanation(with(OKHTTP_POOL, 0), 2),
        Cause.CLIENT_CLOSED_AFTER_RESPONSE,
        Responsible.CLIENT);
  }

  @Test
  void oneApache4PoolMayAlsoMeanAnUnreadBody() {
    script.agent("Apache-HttpClient/4.5.14 (Java/17.0.15)");
    script.open(0).get("/a", 1, 5).closedBy(CLIENT, FIN, 6);
    script.open(20).get("/b", 21, 25);

    Explanation explanation =
        explanation(with("org.apache.http.impl.conn.PoolingHttpClientConnectionManager", 1), 2);
    assertCause(explanation, Cause.CLIENT_CLOSED_AFTER_RESPONSE, Responsible.CLIENT);
    assertThat(explanation.candidates()).containsExactly(Cause.REUSE_DISABLED, Cause.UNREAD_BODY);
  }

  @Test
  void sameUsageOfSeveralConnectionsIsALimit() {
    script.open(0).get("/a", 1, 5).get("/b", 6, 7).closedBy(CLIENT, FIN, 8);
    script.open(20).get("/a", 21, 25).get("/b", 26, 27).closedBy(CLIENT, FIN, 28);
    script.open(40).get("/b", 41, 45);

    assertCause(script, 2, Cause.CLIENT_MAX_USAGE);
    assertThat(explanation(script, 3).evidence().get(1)).contains("after 2 exchanges");
  }

  @Test
  void singleUseOfSeveralConnectionsIsNoLimitButNoReuse() {
    script.open(0).get("/a", 1, 5).closedBy(CLIENT, FIN, 8);
    script.open(20).get("/a", 21, 25).closedBy(CLIENT, FIN, 28);
    script.open(40).get("/b", 41, 45);

    assertCause(script, 3, Cause.CLIENT_CLOSED_AFTER_RESPONSE);
  }

  @ParameterizedTest
  @CsvSource({"302, NOBODY", "401, NOBODY", "407, NOBODY", "404, CLIENT", "500, CLIENT"})
  void closeAfterARedirectOrChallengeIsExcused(int status, Responsible responsible) {
    script.open(0).get("/a", 1, 5, x -> x.status(status)).closedBy(CLIENT, FIN, 6);
    script.open(20).get("/b", 21, 25).closedBy(CLIENT, FIN, 26);

    assertCause(script, 2, Cause.CLOSED_ON_STATUS, responsible);
  }

  @Test
  void closeLongAfterTheOpeningMayBeTheGarbageCollectorsOfALeakedResponse() {
    script.agent("Java/17.0.15");
    script.open(0).get("/a", 1, 5, x -> x.status(404)).closedBy(CLIENT, FIN, 80);
    script.open(7).get("/b", 40, 50, x -> x.status(404));

    assertThat(explanation(script, 2).candidates()).contains(Cause.LEAKED_RESPONSE);
  }

  @Test
  void closeBeforeTheOpeningIsNotTheGarbageCollectors() {
    script.agent("Java/17.0.15");
    script.open(0).get("/a", 1, 5, x -> x.status(404)).closedBy(CLIENT, FIN, 6);
    script.open(7).get("/b", 8, 9, x -> x.status(404));

    assertThat(explanation(script, 2).candidates()).doesNotContain(Cause.LEAKED_RESPONSE);
  }

  @Test
  void closeAfterASuccessAcquitsTheStatus() {
    script.open(0).get("/a", 1, 5, x -> x.status(302)).closedBy(CLIENT, FIN, 6);
    script.open(20).get("/b", 21, 25).closedBy(CLIENT, FIN, 26);
    script.open(40).get("/b", 41, 45);

    assertCause(script, 2, Cause.CLIENT_CLOSED_AFTER_RESPONSE);
  }

  @Test
  void resetAfterACompleteBodyIsAnUnreadOne() {
    script.agent("Java/17.0.15");
    script.open(0).get("/a", 1, 5, x -> x.body(100_000)).closedBy(CLIENT, RST, 6);
    script.open(20).get("/b", 21, 25);

    assertCause(script, 2, Cause.UNREAD_BODY);
    assertThat(explanation(script, 2).evidence().get(1)).contains("100000 bytes");
  }

  @Test
  void resetByApache5OrWithoutABodyIsNot() {
    script.agent("Apache-HttpClient/5.4.1 (Java/17.0.15)");
    script.open(0).get("/a", 1, 5, x -> x.body(100_000)).closedBy(CLIENT, RST, 6);
    script.open(20).get("/b", 21, 25, x -> x.body(0)).closedBy(CLIENT, RST, 26);
    script.agent("Java/17.0.15");
    script.open(40).get("/b", 41, 45, x -> x.body(0)).closedBy(CLIENT, RST, 46);
    script.open(60).get("/b", 61, 65);

    assertCause(script, 2, Cause.CLIENT_CLOSED_AFTER_RESPONSE);
    assertCause(script, 4, Cause.CLIENT_CLOSED_AFTER_RESPONSE);
  }

  @Test
  void bytesThatWaitForTheClientMakeAnUnreadBodyWhoeverTheClientIs() {
    script.agent("Apache-HttpClient/5.4.1 (Java/17.0.15)");
    script
        .open(0)
        .get("/a", 1, 5, x -> x.body(100_000))
        .with(c -> c.relayingFrom(SERVER, 50_000))
        .closedBy(CLIENT, FIN, 6);
    script.open(20).get("/b", 21, 25);

    assertCause(script, 2, Cause.UNREAD_BODY);
  }

  @Test
  void closesAfterABurstThatSparedSomeAreAnOverflow() {
    script.agent("Java/17.0.15");
    for (int i = 0; i < 4; i++) {
      Script.Connection connection = script.open(i).get("/" + i, 10, 50 + i);
      if (i < 2) {
        connection.get("/again/" + i, 900, 910);
      } else {
        connection.closedBy(CLIENT, FIN, 52 + i);
      }
    }
    script.open(895).get("/x", 900, 910);

    assertCause(script, 5, Cause.POOL_OVERFLOW);
    assertThat(explanation(script, 5).fix()).contains("http.maxConnections");
    assertNeeded(script, 4, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"timeout=1", "max=1", "timeout=5, max=0", "MAX = 1", "timeout=0"})
  void hintToStopIsTheServers(String hint) {
    script.open(0).get("/a", 1, 5, x -> x.response("Keep-Alive", hint)).closedBy(CLIENT, FIN, 6);
    script.open(20).get("/b", 21, 25);

    assertCause(script, 2, Cause.KEEP_ALIVE_HINT);
  }

  @ParameterizedTest
  @CsvSource({
    "1400, CLIENT_IDLE_EXPIRY",
    "1600, KEEP_ALIVE_HINT",
    "3900, KEEP_ALIVE_HINT",
    "4100, CLIENT_IDLE_EXPIRY"
  })
  void closeAboutTheHintedTimeIsObedience(int idle, Cause cause) {
    script
        .open(0)
        .get("/a", 1, 5, x -> x.response("Keep-Alive", "timeout=3"))
        .closedBy(CLIENT, FIN, 5 + idle);
    script.open(9000).get("/b", 9001, 9005);

    assertCause(script, 2, cause);
  }

  @Test
  void nonsenseInTheHintIsIgnored() {
    script
        .open(0)
        .get("/a", 1, 5, x -> x.response("Keep-Alive", "max, timeout=x, max=99999999999, foo=1"))
        .closedBy(CLIENT, FIN, 6);
    script.open(20).get("/b", 21, 25);

    assertCause(script, 2, Cause.CLIENT_CLOSED_AFTER_RESPONSE);
  }

  @ParameterizedTest
  @CsvSource({"250, CLIENT", "4499, CLIENT", "4500, NOBODY", "60000, NOBODY"})
  void onlyAShortIdleLimitIsWorthMending(int idle, Responsible responsible) {
    script.open(0).get("/a", 1, 5).closedBy(CLIENT, FIN, 5 + idle);
    script.open(90_000).get("/b", 90_001, 90_005);

    assertCause(script, 2, Cause.CLIENT_IDLE_EXPIRY, responsible);
    assertThat(explanation(script, 2).candidates()).containsExactly(Cause.NEW_CLIENT_PER_CALL);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1_900, 1_999, 2_010, 2_200})
  void idleCloseAroundTheOpeningMayBeAnEviction(double closedAt) {
    script.open(0).get("/a", 1, 5).closedBy(CLIENT, FIN, closedAt);
    script.open(2_000).get("/b", 2_300, 2_305);

    assertCause(script, 2, Cause.CLIENT_IDLE_EXPIRY);
    assertThat(explanation(script, 2).candidates()).contains(Cause.POOL_FULL_EVICTION);
  }

  @Test
  void idleCloseThatSparesAFresherConnectionIsAnEviction() {
    script.open(0).get("/a", 1, 5).closedBy(CLIENT, FIN, 1_999);
    script.open(4).get("/b", 5, 900);
    script.open(4).get("/c", 5, 901);
    script.open(2_000).get("/d", 2_001, 2_005);

    assertCause(script, 4, Cause.POOL_FULL_EVICTION);
  }

  @Test
  void closeWhileAwaitingIsAGiveUp() {
    script.open(0).get("/a", 1, 1, x -> x.unanswered()).closedBy(CLIENT, FIN, 501);
    script.open(502).get("/b", 503, 505);

    assertCause(script, 2, Cause.CLIENT_GAVE_UP);
    assertThat(explanation(script, 2).evidence().get(0)).contains("500 ms");
    assertNeeded(script, 1, 1);
  }

  @Test
  void answerThatCameTooLateDoesNotMakeTheGiveUpLookParallel() {
    script.open(0).get("/a", 1, 900).fin(CLIENT, 501);
    script.open(502).get("/b", 503, 505);

    assertNeeded(script, 1, 1);
  }

  @Test
  void closeInTheMiddleOfAResponseIsAnAbort() {
    script.open(0).get("/a", 1, 5, x -> x.truncated()).closedBy(CLIENT, RST, 6);
    script.open(20).get("/b", 21, 25);

    assertCause(script, 2, Cause.CLIENT_ABORTED_RESPONSE);
    assertThat(explanation(script, 2).evidence().get(0)).contains("a RST", "5 bytes");
  }

  @Test
  void leavingAStreamIsExcused() {
    script
        .open(0)
        .get("/a", 1, 1_500, x -> x.framing(BodyFraming.CHUNKED).truncated())
        .closedBy(CLIENT, FIN, 1_800);
    script.open(2_000).get("/b", 2_001, 2_005);

    assertCause(script, 2, Cause.CLIENT_ABORTED_RESPONSE, Responsible.NOBODY);
  }

  @Test
  void burstThatSparedNoneIsNoOverflow() {
    for (int i = 0; i < 4; i++) {
      script.open(i).get("/" + i, 10, 50 + i).closedBy(CLIENT, FIN, 52 + i);
    }
    script.open(895).get("/x", 900, 910);

    assertCause(script, 5, Cause.CLIENT_CLOSED_AFTER_RESPONSE);
  }

  @Test
  void connectionThatStayedIdleMakesItAnOverflowToo() {
    script.open(0).get("/a", 10, 50);
    script.open(0.1).get("/b", 10, 60).closedBy(CLIENT, FIN, 62);
    script.open(895).get("/c", 900, 910);
    script.open(895.1).get("/d", 900, 910);

    assertCause(script, 3, Cause.POOL_OVERFLOW);
  }

  @Test
  void sequentialCloseIsNoOverflowEvenBesideAnIdleConnection() {
    script.open(0).get("/a", 10, 50).get("/again", 900, 905);
    script.open(200).get("/b", 210, 260).closedBy(CLIENT, FIN, 262);
    script.open(500).get("/d", 510, 520);

    assertCause(script, 3, Cause.CLIENT_CLOSED_AFTER_RESPONSE);
  }

  @Test
  void freshConnectionInUseDoesNotMakeAnEviction() {
    script.open(0).get("/a", 1, 5).closedBy(CLIENT, FIN, 1_999);
    script.open(4).get("/b", 5, 3_000);
    script.open(2_000).get("/d", 2_001, 2_005);

    assertCause(script, 3, Cause.CLIENT_IDLE_EXPIRY);
  }

  @Test
  void olderIdleConnectionDoesNotMakeAnEviction() {
    script.open(0).get("/a", 1, 5);
    script.open(0.1).get("/b", 1, 50).closedBy(CLIENT, FIN, 1_999);
    script.open(2_000).get("/d", 2_001, 2_005);

    assertCause(script, 3, Cause.CLIENT_IDLE_EXPIRY);
  }

  @ParameterizedTest
  @CsvSource({"2249, true", "2250, false"})
  void closeLongBeforeTheOpeningIsNoEviction(double opened, boolean maybe) {
    script.open(0).get("/a", 1, 5).closedBy(CLIENT, FIN, 2_000);
    script.open(opened).get("/b", opened + 1, opened + 2);

    assertThat(explanation(script, 2).candidates().contains(Cause.POOL_FULL_EVICTION))
        .isEqualTo(maybe);
  }

  @Test
  void hintIsQuoted() {
    script
        .open(0)
        .get("/a", 1, 5, x -> x.response("Keep-Alive", "timeout=1, max=7"))
        .closedBy(CLIENT, FIN, 6);
    script
        .open(20)
        .get("/b", 21, 25, x -> x.response("Keep-Alive", "max=1"))
        .closedBy(CLIENT, FIN, 26);
    script
        .open(40)
        .get("/b", 41, 45, x -> x.response("Keep-Alive", "timeout=0"))
        .closedBy(CLIENT, FIN, 46);
    script.open(60).get("/b", 61, 65);

    assertThat(explanation(script, 2).evidence().get(1))
        .isEqualTo("That response carried \"Keep-Alive: timeout=1, max=7\".");
    assertThat(explanation(script, 3).evidence().get(1)).contains("\"Keep-Alive: max=1\"");
    assertThat(explanation(script, 4).evidence().get(1)).contains("\"Keep-Alive: timeout=0\"");
  }

  @ParameterizedTest
  @CsvSource({"999, CLIENT", "1000, NOBODY"})
  void responseOfASecondIsAStream(double lasted, Responsible responsible) {
    script.open(0).get("/a", 10, 20, x -> x.truncated()).closedBy(CLIENT, FIN, 15 + lasted);
    script.open(2_000).get("/b", 2_001, 2_005);

    assertCause(script, 2, Cause.CLIENT_ABORTED_RESPONSE, responsible);
  }

  private Diagnosis with(String poolClass, long pools) {
    return Diagnosis.of(script.recording(), JvmEvidence.of(Map.of(poolClass, pools)));
  }
}
