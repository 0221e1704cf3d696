package io.github.connectionprobe.diagnosis;

import static io.github.connectionprobe.diagnosis.Asserted.assertCause;
import static io.github.connectionprobe.diagnosis.Asserted.assertNeeded;
import static io.github.connectionprobe.diagnosis.Asserted.explanation;
import static io.github.connectionprobe.recording.EndKind.FIN;
import static io.github.connectionprobe.recording.Side.CLIENT;
import static io.github.connectionprobe.recording.Side.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.Script;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionsTest {

  private static final String OKHTTP_POOL = "okhttp3.internal.connection.RealConnectionPool";
  private static final String REACTOR = "ReactorNetty/1.2.1";
  private static final String REACTOR_POOL =
      "reactor.netty.resources.DefaultPooledConnectionProvider";

  private final Script script = new Script().agent("okhttp/4.12.0");

  @Test
  void connectionLeftIdleForGoodIsAnOrphanWithThreeCandidates() {
    sequentially(3, 10, 5);

    Explanation explanation = explanation(script, 2);
    assertCause(explanation, Cause.ORPHANED, Responsible.CLIENT);
    assertThat(explanation.certainty()).isEqualTo(Certainty.INFERRED);
    assertThat(explanation.candidates())
        .containsExactly(Cause.NEW_CLIENT_PER_CALL, Cause.LEAKED_RESPONSE, Cause.POOL_KEY_DIFFERS);
    assertThat(explanation.nextExperiment().orElseThrow()).contains("empty body");
    assertThat(explanation.evidence().get(0)).contains("#1 was open and had been idle for 7 ms");
    assertCause(script, 3, Cause.ORPHANED);
    assertNeeded(script, 1, 2);
  }

  @Test
  void responsesWithoutBodiesCannotLeak() {
    sequentially(3, 10, 0);

    assertThat(explanation(script, 3).candidates())
        .containsExactly(Cause.NEW_CLIENT_PER_CALL, Cause.POOL_KEY_DIFFERS);
  }

  @Test
  void poolForEachIsANewClientPerCall() {
    sequentially(3, 10, 5);

    Explanation explanation = explanation(with(OKHTTP_POOL, 3), 3);
    assertCause(explanation, Cause.NEW_CLIENT_PER_CALL, Responsible.CLIENT);
    assertThat(explanation.evidence()).anyMatch(s -> s.contains("3 connection pools"));
  }

  @Test
  void onePoolAndBodiesMeanALeak() {
    sequentially(3, 10, 5);

    Explanation explanation = explanation(with(OKHTTP_POOL, 1), 3);
    assertCause(explanation, Cause.LEAKED_RESPONSE, Responsible.CLIENT);
    assertThat(explanation.fix()).contains("Close every Response");
  }

  @Test
  void onePoolAndNoBodiesMeanThatTheKeyDiffers() {
    sequentially(3, 10, 0);

    Explanation explanation = explanation(with(OKHTTP_POOL, 1), 3);
    assertCause(explanation, Cause.POOL_KEY_DIFFERS, Responsible.CLIENT);
    assertThat(explanation.fix()).contains("SSLSocketFactory");
  }

  @Test
  void poolOlderThanTheBaselineCountsAsOneWhenTheCallSiteIsInThisJvm() {
    StackTraceElement place = new StackTraceElement("OrderClient", "find", "OrderClient.java", 42);
    for (int i = 0; i < 2; i++) {
      script.open(100 * i).get("/", 100 * i + 1, 100 * i + 2).with(c -> c.openedFrom(place));
    }

    assertCause(explanation(with(OKHTTP_POOL, 0), 2), Cause.LEAKED_RESPONSE, Responsible.CLIENT);
  }

  @Test
  void noPoolAndNoCallSiteProvesNothing() {
    sequentially(3, 10, 5);

    assertCause(explanation(with(OKHTTP_POOL, 0), 2), Cause.ORPHANED, Responsible.CLIENT);
  }

  @Test
  void poolsTellTheClientWhereTheUserAgentDoesNot() {
    script.agent("my-app/1.0");
    sequentially(2, 10, 5);

    Explanation explanation = explanation(with(OKHTTP_POOL, 2), 2);
    assertCause(explanation, Cause.NEW_CLIENT_PER_CALL, Responsible.CLIENT);
    assertThat(explanation.fix()).contains("OkHttpClient");
  }

  @Test
  void bytesThatWaitForTheClientMakeALeak() {
    script.open(0).get("/a", 1, 5).with(c -> c.relayingFrom(SERVER, 4_000));
    script.open(20).get("/b", 21, 25);

    Explanation explanation = explanation(script, 2);
    assertCause(explanation, Cause.LEAKED_RESPONSE, Responsible.CLIENT);
    assertThat(explanation.evidence().get(0)).contains("4000 bytes");
  }

  @Test
  void orphanGivenUpForAnotherConnectionWasInThePoolUnderAnotherKey() {
    script.agent("Apache-HttpClient/4.5.14 (Java/17)");
    script.open(0).get("/a", 1, 5).closedBy(CLIENT, FIN, 801);
    script.open(400).get("/b", 401, 405);
    script.open(800).get("/c", 802, 805);

    Explanation explanation = explanation(script, 2);
    assertCause(explanation, Cause.POOL_KEY_DIFFERS, Responsible.CLIENT);
    assertThat(explanation.evidence()).anyMatch(s -> s.contains("in the pool all the time"));
  }

  @Test
  void connectionClosedInTheMiddleOfABurstWasNotGivenUpForAnother() {
    script.open(0).get("/a", 1, 5).closedBy(CLIENT, FIN, 801);
    script.open(1).get("/b", 2, 6).get("/x", 790, 900);
    script.open(400).get("/c", 401, 405).get("/y", 790, 900);
    script.open(800).get("/d", 802, 905);

    assertThat(Diagnosis.of(script.recording()).explanations())
        .extracting(Explanation::cause)
        .doesNotContain(Cause.POOL_KEY_DIFFERS);
  }

  @Test
  void oneErrorLeftBehindByARacingClientThatPoolsProvesNothing() {
    script.agent(REACTOR);
    script.open(0).get("/a", 1, 5, x -> x.status(404));
    script.open(600).get("/b", 601, 605).get("/c", 606, 608).get("/d", 610, 612);

    assertCause(script, 2, Cause.SEPARATE_POOLS, Responsible.NOBODY);
  }

  @Test
  void idleConnectionToAnotherHostIsNoRaceHoweverShort() {
    script.open(0).get("/a", 1, 5).get("/c", 40, 45);
    script.host("127.0.0.1:8080");
    script.open(20).get("/b", 21, 25).get("/d", 60, 65);

    assertCause(script, 2, Cause.DIFFERENT_ROUTE);
  }

  @Test
  void clientThatTheRecordingShowsToBeSlowHasMoreTime() {
    script.open(0).get("/a", 180, 215).get("/c", 574, 577).get("/d", 720, 748);
    script.open(0).get("/b", 181, 215).get("/e", 1_200, 1_240);
    script.open(1_221).get("/f", 1_248, 1_280);

    assertNeeded(script, 2, 1);
    assertCause(script, 3, Cause.CONCURRENCY);
  }

  @Test
  void httpUrlConnectionHasOnePoolSoItCanOnlyLeak() {
    script.agent("Java/17.0.15");
    sequentially(2, 10, 5);

    assertCause(script, 2, Cause.LEAKED_RESPONSE);
  }

  @Test
  void racingClientWithTwoConnectionsGetsTheBenefitOfTheDoubt() {
    script.agent(REACTOR);
    sequentially(2, 10, 5);

    Explanation explanation = explanation(script, 2);
    assertCause(explanation, Cause.RELEASE_RACE, Responsible.NOBODY);
    assertThat(explanation.candidates())
        .containsExactly(Cause.NEW_CLIENT_PER_CALL, Cause.LEAKED_RESPONSE);
    assertThat(explanation.nextExperiment().orElseThrow()).contains("third request");
    assertNeeded(script, 1, 1);
  }

  @Test
  void racingClientWithTwoPoolsDoesNot() {
    script.agent(REACTOR);
    sequentially(2, 10, 5);

    assertCause(
        explanation(with(REACTOR_POOL, 2), 2), Cause.NEW_CLIENT_PER_CALL, Responsible.CLIENT);
  }

  @Test
  void racingClientWithThreeConnectionsDoesNot() {
    script.agent(REACTOR);
    sequentially(3, 10, 5);

    assertCause(script, 2, Cause.ORPHANED);
    assertCause(script, 3, Cause.ORPHANED);
  }

  @ParameterizedTest
  @CsvSource({
    "ReactorNetty/1.2.1, 453, RELEASE_RACE",
    "ReactorNetty/1.2.1, 454, ORPHANED",
    "my-app/1.0, 53, RELEASE_RACE",
    "my-app/1.0, 54, ORPHANED"
  })
  void raceLastsNoLongerThanAThreadMayStandStillOrThanAnUnknownClientIsTrusted(
      String agent, int opened, Cause cause) {
    script.agent(agent);
    script.open(0).get("/a", 1, 4);
    script.open(opened).get("/b", opened + 1, opened + 2);

    assertCause(script, 2, cause);
  }

  @Test
  void connectionUsedAgainWasOnlyNotBackYet() {
    script.open(0).get("/a", 1, 5).get("/c", 100, 105);
    script.open(7).get("/b", 8, 12).get("/d", 200, 205);

    Explanation explanation = explanation(script, 2);
    assertCause(explanation, Cause.RELEASE_RACE, Responsible.NOBODY);
    assertThat(explanation.evidence()).contains("#1 was used again later.");
    assertThat(explanation.candidates()).isEmpty();
  }

  @Test
  void connectionUsedAgainByTheNextCallWasOnlyNotBackYet() {
    script.open(0).get("/a", 1, 5).get("/c", 40, 45);
    script.open(7).get("/b", 8, 12);

    assertCause(script, 2, Cause.RELEASE_RACE, Responsible.NOBODY);
    assertThat(explanation(script, 2).evidence())
        .first(InstanceOfAssertFactories.STRING)
        .contains("opened 2 ms after the last response on #1 had ended");
  }

  @Test
  void connectionUsedAgainMuchLaterWasInAnotherPool() {
    script.open(0).get("/a", 1, 5).get("/c", 300, 305);
    script.open(100).get("/b", 101, 112);

    assertCause(script, 2, Cause.SEPARATE_POOLS, Responsible.NOBODY);
    assertThat(explanation(script, 2).candidates())
        .containsExactly(Cause.POOL_KEY_DIFFERS, Cause.RELEASE_RACE);
  }

  @Test
  void loneOrphanBesideAConnectionInUseProvesNoFault() {
    script.open(0).get("/items", 1, 5);
    script.open(100).get("/items/1", 101, 112).get("/items/2", 113, 114);

    assertCause(script, 2, Cause.SEPARATE_POOLS, Responsible.NOBODY);
    assertThat(explanation(script, 2).candidates()).contains(Cause.LEAKED_RESPONSE);
  }

  @ParameterizedTest
  @CsvSource({"404, 5", "200, 0", "302, 5"})
  void loneOrphanAfterAnErrorOrWithoutABodyDoes(int status, int body) {
    script.open(0).get("/items", 1, 5, x -> x.status(status).body(body));
    script.open(100).get("/items/1", 101, 112).get("/items/2", 113, 114);

    assertCause(script, 2, Cause.ORPHANED);
  }

  @Test
  void twoOrphansBesideAConnectionInUseDo() {
    script.open(0).get("/a", 1, 5);
    script.open(100).get("/b", 101, 112);
    script.open(200).get("/c", 201, 212).get("/d", 213, 214);

    assertCause(script, 2, Cause.ORPHANED);
    assertCause(script, 3, Cause.ORPHANED);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:8080, 127.0.0.1:8080, CLIENT",
    "localhost, [::1], CLIENT",
    "[::1]:80, LOCALHOST:80, CLIENT",
    "localhost:8080, localhost:9090, NOBODY",
    "a.example, b.example, NOBODY",
    "a.example, localhost, NOBODY"
  })
  void otherHostIsAnotherRouteAndAFaultOnlyForTwoNamesOfOne(
      String one, String other, Responsible responsible) {
    script.host(one).open(0).get("/a", 1, 5);
    script.host(other).open(100).get("/b", 101, 105);

    assertCause(script, 2, Cause.DIFFERENT_ROUTE, responsible);
    assertThat(explanation(script, 2).evidence().get(0)).containsIgnoringCase(one);
  }

  @Test
  void hostsThatShareAConnectionAreNoRoutes() {
    Script.Connection one = script.host("a.example").open(0).get("/a", 1, 5);
    script.host("b.example");
    one.get("/b", 10, 12);
    script.open(100).get("/c", 101, 105);

    assertCause(script, 2, Cause.ORPHANED);
  }

  @Test
  void otherUserAgentIsAnotherPool() {
    script.open(0).get("/a", 1, 5);
    script.agent("Java/17.0.15").open(100).get("/b", 101, 105);

    assertCause(script, 2, Cause.SEPARATE_POOLS, Responsible.NOBODY);
    assertThat(explanation(script, 2).evidence().get(0)).contains("User-Agent");
  }

  @ParameterizedTest
  @CsvSource({"3003, ORPHANED", "3005, EXPIRED_NOT_YET_CLOSED"})
  void hintedTimeoutExpiresAConnection(int opened, Cause cause) {
    script.open(0).get("/a", 1, 5, x -> x.response("Keep-Alive", "timeout=3"));
    script.open(opened).get("/b", opened + 1, opened + 2);

    assertCause(script, 2, cause);
  }

  @ParameterizedTest
  @CsvSource({"4999, LEAKED_RESPONSE", "5005, EXPIRED_NOT_YET_CLOSED"})
  void httpUrlConnectionGivesUpAfterFiveSeconds(int opened, Cause cause) {
    script.agent("Java/17.0.15");
    script.open(0).get("/a", 1, 5);
    script.open(opened).get("/b", opened + 1, opened + 2);

    assertCause(script, 2, cause);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NTLM", "Negotiate abc"})
  void connectionBoundToAUserIsToldAsSuch(String scheme) {
    script.open(0).get("/a", 1, 5, x -> x.response("WWW-Authenticate", scheme));
    script.open(100).get("/b", 101, 102);

    assertCause(script, 2, Cause.STATEFUL_AUTH);
  }

  @Test
  void newConnectionThatAuthenticatesWithNtlmIsToldAsSuch() {
    script.open(0).get("/a", 1, 5);
    script.open(100).get("/b", 101, 102, x -> x.request("Authorization", "NTLM TlRMTVNTUAAB"));

    assertCause(script, 2, Cause.STATEFUL_AUTH);
  }

  @Test
  void basicAuthenticationBindsNothing() {
    script.open(0).get("/a", 1, 5, x -> x.request("Authorization", "Basic c2VjcmV0OnNlY3JldA=="));
    script.open(100).get("/b", 101, 102);

    assertCause(script, 2, Cause.ORPHANED);
  }

  @Test
  void responsesThatStandStillAreNotRead() {
    for (int i = 0; i < 3; i++) {
      script
          .open(100 * i)
          .get("/big", 100 * i + 1, 100 * i + 20, x -> x.truncated())
          .with(c -> c.relayingFrom(SERVER, 1_000_000));
    }

    assertCause(script, 2, Cause.RESPONSE_NOT_READ);
    assertThat(explanation(script, 3).evidence().get(0)).contains("2.1", "1000000 bytes");
    assertNeeded(script, 1, 2);
  }

  @Test
  void oneResponseThatStandsStillIsASlowReader() {
    script
        .open(0)
        .get("/big", 1, 20, x -> x.truncated())
        .with(c -> c.relayingFrom(SERVER, 1_000_000));
    script.open(100).get("/b", 101, 102);

    assertNeeded(script, 2, 0);
  }

  @Test
  void clientsThatAreAllClosedInTheEndAreOrphansNevertheless() {
    for (int i = 0; i < 3; i++) {
      script.open(3 * i).get("/" + i, 3 * i + 1, 3 * i + 2).closedBy(CLIENT, FIN, 30 + 0.2 * i);
    }

    assertCause(script, 2, Cause.ORPHANED);
    assertCause(script, 3, Cause.ORPHANED);
  }

  @Test
  void closeBeforeTheNextAnswerWasUnderWayEvenInARacingClient() {
    script.agent(REACTOR);
    script.open(0).get("/a", 1, 5).closedBy(CLIENT, FIN, 8);
    script.open(7).get("/b", 8, 12).closedBy(CLIENT, FIN, 15);
    script.open(14).get("/c", 15, 18).closedBy(CLIENT, FIN, 21);

    assertCause(script, 2, Cause.CLIENT_CLOSED_AFTER_RESPONSE);
    assertCause(script, 3, Cause.CLIENT_CLOSED_AFTER_RESPONSE);
  }

  @Test
  void closeThatFollowsTheOpeningCountsAsOneThatWasUnderWay() {
    script.open(0).get("/a", 1, 5).closedBy(CLIENT, FIN, 110);
    script.open(7).get("/b", 8, 300).closedBy(CLIENT, FIN, 310);

    assertCause(script, 2, Cause.CLIENT_CLOSED_AFTER_RESPONSE);
  }

  private void sequentially(int connections, double every, int body) {
    for (int i = 0; i < connections; i++) {
      script.open(every * i).get("/" + i, every * i + 1, every * i + 3, x -> x.body(body));
    }
  }

  private Diagnosis with(String poolClass, long pools) {
    return Diagnosis.of(script.recording(), JvmEvidence.of(Map.of(poolClass, pools)));
  }
}
