package io.github.connectionprobe.diagnosis;

import static io.github.connectionprobe.diagnosis.Asserted.assertCause;
import static io.github.connectionprobe.diagnosis.Asserted.assertNeeded;
import static io.github.connectionprobe.diagnosis.Asserted.explanation;
import static io.github.connectionprobe.recording.EndKind.FIN;
import static io.github.connectionprobe.recording.EndKind.RST;
import static io.github.connectionprobe.recording.Side.CLIENT;
import static io.github.connectionprobe.recording.Side.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.Http2Errors;
import io.github.connectionprobe.recording.Script;
import org.junit.jupiter.api.Test;

/** Connections that speak HTTP/2: how many are needed, and why there are more. */
class Http2CausesTest {

  private final Script script = new Script();

  @Test
  void oneConnectionIsNeededHoweverManyStreamsThereAre() {
    Script.Connection connection = script.open(0).http2(1, 0);
    for (int i = 0; i < 200; i++) {
      connection.get("/", 2 + i * 0.1, 300);
    }

    assertNeeded(script, 1, 0);
  }

  @Test
  void oneConnectionIsNeededForEachFullSetOfStreams() {
    for (int i = 0; i < 3; i++) {
      script.open(i).http2(1 + i, 2).get("/", 10 + i, 100).get("/", 11 + i, 100);
    }

    assertNeeded(script, 3, 0);
  }

  @Test
  void aLimitOfNoStreamsAtAllDoesNotCallForConnections() {
    script.open(0).http2(1, 0).get("/", 2, 3);
    assertNeeded(script, 1, 0);
  }

  @Test
  void http1BesideHttp2NeedsItsOwn() {
    script.open(0).http2(1, 0).get("/", 2, 100).get("/", 3, 100);
    script.open(5).get("/", 6, 90);

    assertNeeded(script, 2, 0);
  }

  @Test
  void aGoAwayOfTheServerExplainsTheNextConnection() {
    script.open(0).http2(1, 0).get("/", 2, 5).goAway(SERVER, 11, 900).closedBy(CLIENT, FIN, 901);
    script.open(1000).http2(1001, 0).get("/", 1002, 1005);

    Explanation explanation = explanation(script, 2);
    assertCause(explanation, Cause.H2_GOAWAY, Responsible.SERVER);
    assertThat(explanation.certainty()).isEqualTo(Certainty.OBSERVED);
    assertThat(explanation.evidence().toString()).contains("GOAWAY (ENHANCE_YOUR_CALM) on #1");
  }

  @Test
  void aGoAwayOfTheServerExplainsEvenThoughTheConnectionIsOpen() {
    script.open(0).http2(1, 0).get("/", 2, 5).get("/", 3, 5000).goAway(SERVER, 0, 900);
    script.open(1000).http2(1001, 0).get("/", 1002, 1005);

    assertCause(script, 2, Cause.H2_GOAWAY);
  }

  @Test
  void aGoAwayBehindTheEndExplainsNothing() {
    script.open(0).http2(1, 0).get("/", 2, 5).closedBy(SERVER, FIN, 2000).goAway(SERVER, 0, 2001);
    script.open(3000).http2(3001, 0).get("/", 3002, 3005);

    assertCause(script, 2, Cause.SERVER_IDLE_TIMEOUT);
  }

  @Test
  void aClientThatSendsGoAwayWantsNoMoreOfTheConnection() {
    script.open(0).http2(1, 0).get("/", 2, 5).goAway(CLIENT, 0, 6);
    script.open(1000).http2(1001, 0).get("/", 1002, 1005);

    assertCause(script, 2, Cause.CLIENT_CLOSED_AFTER_RESPONSE);
  }

  @Test
  void aClientThatSendsGoAwayAndClosesIsJudgedByTheEnd() {
    script.open(0).http2(1, 0).get("/", 2, 5).goAway(CLIENT, 0, 2000).closedBy(CLIENT, FIN, 2001);
    script.open(3000).http2(3001, 0).get("/", 3002, 3005);

    assertCause(script, 2, Cause.CLIENT_IDLE_EXPIRY);
  }

  @Test
  void connectionsOpenedBeforeTheSettingsAreAStampede() {
    script.open(0).http2(10, 0).get("/", 11, 50);
    script.open(1).http2(12, 0).get("/", 13, 50);
    script.open(2).http2(-1, 0).get("/", 13, 50);

    assertNeeded(script, 1, 2);
    Explanation second = explanation(script, 2);
    assertCause(second, Cause.H2_COLD_STAMPEDE, Responsible.NOBODY);
    assertThat(second.evidence().toString()).contains("SETTINGS arrived 9 ms later");
    assertCause(script, 3, Cause.H2_COLD_STAMPEDE);
  }

  @Test
  void aConnectionOpenedJustBehindTheSettingsIsAStampedeToo() {
    script.open(0).http2(10, 0).get("/", 11, 500).get("/", 12, 500);
    script.open(20).http2(30, 0).get("/", 31, 500);

    Explanation explanation = explanation(script, 2);
    assertCause(explanation, Cause.H2_COLD_STAMPEDE, Responsible.NOBODY);
    assertThat(explanation.certainty()).isEqualTo(Certainty.INFERRED);
    assertThat(explanation.evidence().toString()).contains("had arrived only 10 ms before");
  }

  @Test
  void aConnectionThatLostTheRaceAndWasNeverUsedIsAStampede() {
    script.open(0).http2(10, 0).get("/", 11, 50);
    script.open(1).http2(12, 0).closedBy(CLIENT, FIN, 13);

    assertNeeded(script, 1, 1);
    assertCause(script, 2, Cause.H2_COLD_STAMPEDE);
  }

  @Test
  void aConnectionOpenedInAdvanceMuchLaterIsJustUnused() {
    script.open(0).http2(10, 0).get("/", 11, 50);
    script.open(1000).http2(1012, 0).closedBy(CLIENT, FIN, 2000);

    Explanation explanation = explanation(script, 2);
    assertCause(explanation, Cause.UNUSED_CONNECTION, Responsible.NOBODY);
    assertThat(explanation.evidence().toString()).contains("sent no request on #2");
  }

  @Test
  void aFullConnectionExplainsOneThatWasNotNeededInTheEnd() {
    script.open(0).http2(1, 1).get("/", 1000, 2000);
    script.open(1995).http2(1996, 1).get("/", 2001, 2010);

    assertNeeded(script, 1, 1);
    Explanation explanation = explanation(script, 2);
    assertCause(explanation, Cause.H2_STREAM_LIMIT, Responsible.SERVER);
    assertThat(explanation.evidence().toString()).contains("#1 had 1 stream open when #2");
  }

  /** OkHttp does so after the second of them: seen with six calls at once and a limit of two. */
  @Test
  void aClientThatGivesUpAConnectionOnWhichTheServerRefusedStreamsIsNotToBlame() {
    script.open(0).http2(5, 2).get("/", 7, 16).get("/", 58, 64).get("/", 58, 64);
    script
        .open(31)
        .http2(45, 2)
        .get("/", 41, 64)
        .get("/", 41, 58)
        .get("/", 41, 58, e -> e.unanswered().reset(SERVER, Http2Errors.REFUSED_STREAM, 58))
        .get("/", 41, 58, e -> e.unanswered().reset(SERVER, Http2Errors.REFUSED_STREAM, 58))
        .get("/", 64, 67)
        .closedBy(CLIENT, FIN, 71);
    script.open(200).http2(201, 2).get("/", 202, 210);

    Explanation explanation = explanation(script, 3);
    assertCause(explanation, Cause.H2_STREAM_LIMIT, Responsible.NOBODY);
    assertThat(explanation.evidence())
        .containsExactly(
            "The server had refused 2 streams on #2 (REFUSED_STREAM), and the client sent a FIN on"
                + " it 4 ms after the last response.");
  }

  /** OkHttp does so after any error of a stream. */
  @Test
  void aClientThatEndsAConnectionOnceTheServerHasResetAStreamIsNotToBlame() {
    script
        .open(0)
        .http2(1, 0)
        .get("/", 2, 5)
        .get("/", 10, 20, e -> e.unanswered().reset(SERVER, 2, 20))
        .closedBy(CLIENT, FIN, 24);
    script.open(30).http2(31, 0).get("/", 32, 40);

    Explanation explanation = explanation(script, 2);
    assertCause(explanation, Cause.H2_STREAM_RESET, Responsible.SERVER);
    assertThat(explanation.evidence())
        .containsExactly(
            "The server had reset a stream on #1 (INTERNAL_ERROR), and the client sent a FIN on it 4"
                + " ms after the last response.");
  }

  @Test
  void aClientThatPassesAConnectionOverOnceTheServerHasResetAStreamIsNotToBlame() {
    script
        .open(0)
        .http2(1, 0)
        .get("/held", 2, 2_000)
        .get("/", 10, 20, e -> e.unanswered().reset(SERVER, 2, 20));
    script.open(500).http2(501, 0).get("/", 502, 510);

    Explanation explanation = explanation(script, 2);
    assertCause(explanation, Cause.H2_STREAM_RESET, Responsible.SERVER);
    assertThat(explanation.evidence())
        .first()
        .isEqualTo(
            "The server had reset a stream on #1 (INTERNAL_ERROR), and the client opened no stream on"
                + " it afterwards.");
  }

  @Test
  void aResetThatOnlySaysThatTheRestOfTheRequestIsNotNeededExplainsNothing() {
    script.open(0).http2(1, 0).get("/", 2, 5, e -> e.reset(SERVER, 0, 5)).closedBy(CLIENT, FIN, 9);
    script.open(30).http2(31, 0).get("/", 32, 40);

    assertThat(explanation(script, 2).cause()).isNotEqualTo(Cause.H2_STREAM_RESET);
  }

  @Test
  void aResetAfterWhichTheConnectionWasUsedDoesNotExplainWhyItIsPassedOver() {
    script
        .open(0)
        .http2(1, 0)
        .get("/", 10, 20, e -> e.unanswered().reset(SERVER, 2, 20))
        .get("/", 200, 210);
    script.open(1_000).http2(1_001, 0).get("/", 1_002, 1_010);

    assertThat(explanation(script, 2).cause()).isNotEqualTo(Cause.H2_STREAM_RESET);
  }

  @Test
  void aStreamRefusedLongAgoDoesNotExplainWhyAClientEndsAConnection() {
    script
        .open(0)
        .http2(1, 2)
        .get("/", 2, 5, e -> e.unanswered().reset(SERVER, Http2Errors.REFUSED_STREAM, 5))
        .get("/", 6, 9)
        .closedBy(CLIENT, FIN, 60_000);
    script.open(60_100).http2(60_101, 2).get("/", 60_102, 60_110);

    assertCause(script, 2, Cause.CLIENT_IDLE_EXPIRY, Responsible.NOBODY);
  }

  @Test
  void aConnectionThatWasFullUntilJustBeforeExplainsToo() {
    script.open(0).http2(1, 1).get("/", 1000, 2000);
    script.open(2010).http2(2011, 1).get("/", 2012, 2020);

    Explanation explanation = explanation(script, 2);
    assertCause(explanation, Cause.H2_STREAM_LIMIT, Responsible.SERVER);
    assertThat(explanation.certainty()).isEqualTo(Certainty.INFERRED);
  }

  @Test
  void eachProtocolNeedsItsOwnConnection() {
    script.open(0).http2(1, 0).get("/", 2, 5);
    script.open(1000).get("/", 1001, 1005);

    assertNeeded(script, 2, 0);
  }

  @Test
  void aConnectionOfAnotherProtocolDoesNotHideWhatEndedTheOneBefore() {
    script.open(0).get("/", 2, 5, e -> e.request("connection", "close")).closedBy(CLIENT, FIN, 6);
    script.open(1000).http2(1001, 0).get("/", 1002, 1005);
    script.open(2000).get("/", 2001, 2005);

    assertNeeded(script, 2, 1);
    assertCause(script, 3, Cause.REQUEST_CLOSE);
  }

  @Test
  void aConnectionWithRoomThatIsUsedAgainWasInAnotherPool() {
    script.open(0).http2(1, 0).get("/", 2, 5).get("/", 2000, 2005);
    script.open(1000).http2(1001, 0).get("/", 1002, 1005);

    Explanation explanation = explanation(script, 2);
    assertCause(explanation, Cause.SEPARATE_POOLS, Cause.SEPARATE_POOLS.responsible());
    assertThat(explanation.evidence().toString()).contains("had room for another stream");
  }

  @Test
  void connectionsWithRoomThatAreNeverUsedAgainAreTheClients() {
    for (int i = 0; i < 3; i++) {
      script.open(1000 * i).http2(1000 * i + 1, 0).get("/", 1000 * i + 2, 1000 * i + 5);
    }

    assertNeeded(script, 1, 2);
    Explanation explanation = explanation(script, 3);
    assertThat(explanation.responsible()).isEqualTo(Responsible.CLIENT);
    assertThat(explanation.candidates()).doesNotContain(Cause.LEAKED_RESPONSE);
    assertThat(explanation.evidence().toString()).contains("was never used again");
  }

  @Test
  void aConnectionFromBeforeTheWindowIsNotAskedAbout() {
    script.from(500).open(0).http2(1, 0);
    script.open(1000).http2(1001, 0).get("/", 1002, 1005);

    assertCause(script, 2, Cause.CARRIED_OVER);
  }

  @Test
  void aStreamResetBeforeSaysNothingOfTheEnd() {
    script
        .open(0)
        .http2(1, 0)
        .get("/", 2, 5)
        .get("/", 6, 9, e -> e.unanswered().reset(CLIENT, 20))
        .closedBy(SERVER, FIN, 2000);
    script.open(3000).http2(3001, 0).get("/", 3002, 3005);

    assertCause(script, 2, Cause.SERVER_IDLE_TIMEOUT);
  }

  @Test
  void aConnectionOnWhichEveryStreamWasResetIsJudgedByItsEnd() {
    script.open(0).http2(1, 0).get("/", 2, 5, e -> e.reset(CLIENT, 20)).closedBy(SERVER, FIN, 2000);
    script.open(3000).http2(3001, 0).get("/", 3002, 3005);

    assertCause(script, 2, Cause.SERVER_IDLE_TIMEOUT);
  }

  @Test
  void aClientThatResetsItsStreamAndClosesGaveUp() {
    script
        .open(0)
        .http2(1, 0)
        .get("/", 2, 5, e -> e.unanswered().reset(CLIENT, 20))
        .closedBy(CLIENT, FIN, 21);
    script.open(3000).http2(3001, 0).get("/", 3002, 3005);

    assertCause(script, 2, Cause.CLIENT_GAVE_UP);
  }

  @Test
  void aStreamCutOffTellsMoreThanALaterOneThatWasAnswered() {
    script
        .open(0)
        .http2(1, 0)
        .get("/slow", 2, 5000, e -> e.unanswered())
        .get("/", 3, 5)
        .closedBy(SERVER, RST, 3000);
    script.open(4000).http2(4001, 0).get("/", 4002, 4005);

    Explanation explanation = explanation(script, 2);
    assertCause(explanation, Cause.SERVER_ABORT, Responsible.SERVER);
    assertThat(explanation.evidence().toString()).contains("1.1 had begun");
  }

  /** So did Reactor Netty on a machine that had other things to do. */
  @Test
  void aConnectionThatAnotherThreadHadInHandIsNotBlamedOnTheClient() {
    script.open(0).http2(60, 128).get("/warm", 115, 167).get("/", 276, 646).get("/", 406, 646);
    for (int i = 0; i < 4; i++) {
      script.open(444 + i * 0.1).http2(474, 128).get("/", 540 + i, 647);
    }

    assertNeeded(script, 1, 4);
    assertCause(script, 2, Cause.CONCURRENCY, Responsible.NOBODY);
    assertThat(explanation(script, 2).evidence().get(0)).startsWith("#1 had room for another");
  }

  @Test
  void aClientForEachCallOfSeveralThreadsIsFoundOverTime() {
    for (int i = 0; i < 60; i++) {
      int at = 400 * i;
      script.open(at).http2(at + 1, 128).get("/a", at + 2, at + 30);
      script.open(at + 5).http2(at + 6, 128).get("/b", at + 7, at + 30);
    }

    assertThat(Diagnosis.of(script.recording()).avoidable()).hasSizeGreaterThan(60);
  }
}
