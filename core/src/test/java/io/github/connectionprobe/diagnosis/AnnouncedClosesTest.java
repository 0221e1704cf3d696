package io.github.connectionprobe.diagnosis;

import static io.github.connectionprobe.diagnosis.Asserted.assertCause;
import static io.github.connectionprobe.diagnosis.Asserted.assertNeeded;
import static io.github.connectionprobe.diagnosis.Asserted.explanation;
import static io.github.connectionprobe.recording.EndKind.FIN;
import static io.github.connectionprobe.recording.Side.CLIENT;
import static io.github.connectionprobe.recording.Side.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.BodyFraming;
import io.github.connectionprobe.recording.Script;
import io.github.connectionprobe.recording.Upgrade;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnouncedClosesTest {

  private final Script script = new Script().agent("okhttp/4.12.0");

  @ParameterizedTest
  @ValueSource(strings = {"close", "Close", "keep-alive, close", "TE , CLOSE"})
  void requestCloseIsTheClientsDoing(String value) {
    script.open(0).get("/a", 1, 5, x -> x.request("Connection", value)).closedBy(CLIENT, FIN, 6);
    script.open(20).get("/b", 21, 25);

    Explanation explanation = explanation(script, 2);
    assertCause(explanation, Cause.REQUEST_CLOSE, Responsible.CLIENT);
    assertThat(explanation.certainty()).isEqualTo(Certainty.OBSERVED);
    assertThat(explanation.evidence())
        .containsExactly("The client sent \"Connection: close\" with 1.1, which ends #1.");
    assertThat(explanation.mark()).contains(new Mark(1, 1, "request: Connection: close"));
    assertThat(explanation.fix()).contains("interceptor");
    assertNeeded(script, 1, 1);
  }

  @Test
  void requestCloseIsTheCauseWhoeverEndsTheConnectionAndWhenever() {
    script
        .open(0)
        .get("/a", 1, 5, x -> x.request("Connection", "close").response("Connection", "close"))
        .closedBy(SERVER, FIN, 6);
    script.open(20).get("/b", 21, 25, x -> x.request("Connection", "close"));
    script.open(30).get("/c", 31, 35);

    assertCause(script, 2, Cause.REQUEST_CLOSE);
    assertCause(script, 3, Cause.REQUEST_CLOSE);
  }

  @Test
  void proxyConnectionCountsOnlyWithoutConnection() {
    script
        .open(0)
        .get("/a", 1, 5, x -> x.request("Proxy-Connection", "close"))
        .closedBy(CLIENT, FIN, 6);
    script.open(20).get("/b", 21, 25);

    assertThat(explanation(script, 2).evidence().get(0)).contains("\"Proxy-Connection: close\"");
  }

  @Test
  void http10RequestWithoutKeepAliveIsRequestClose() {
    script.open(0).get("/a", 1, 5, x -> x.requestVersion("HTTP/1.0")).closedBy(SERVER, FIN, 6);
    script.open(20).get("/b", 21, 25, x -> x.requestVersion("HTTP/1.0"));

    assertCause(script, 2, Cause.REQUEST_CLOSE);
    assertThat(explanation(script, 2).mark().orElseThrow().note()).isEqualTo("request: HTTP/1.0");
  }

  @Test
  void aHeaderThatBothPeersIgnoredExplainsNothing() {
    script
        .open(0)
        .get("/a", 1, 5, x -> x.request("Connection", "close"))
        .get("/b", 6, 9)
        .closedBy(SERVER, FIN, 10);
    script.open(20).get("/c", 21, 25);

    assertCause(script, 2, Cause.SERVER_SILENT_CLOSE);
  }

  @Test
  void singleResponseCloseIsToldWithoutAReason() {
    script
        .open(0)
        .get("/a", 1, 5)
        .get("/b", 6, 9, x -> x.response("Connection", "close"))
        .closedBy(SERVER, FIN, 9);
    script.open(20).get("/c", 21, 25);

    Explanation explanation = explanation(script, 2);
    assertCause(explanation, Cause.RESPONSE_CLOSE, Responsible.SERVER);
    assertThat(explanation.mark()).contains(new Mark(1, 2, "response: Connection: close"));
    assertThat(explanation.certainty()).isEqualTo(Certainty.OBSERVED);
  }

  @Test
  void sameNumberOfExchangesOnTwoConnectionsIsALimit() {
    limitedTo(2, 2);

    assertCause(script, 2, Cause.RESPONSE_CLOSE_MAX_REQUESTS);
    assertThat(explanation(script, 3).certainty()).isEqualTo(Certainty.INFERRED);
    assertThat(explanation(script, 3).candidates()).containsExactly(Cause.RESPONSE_CLOSE);
  }

  @Test
  void sameNumberOfExchangesOnThreeConnectionsIsALimitForCertain() {
    limitedTo(2, 3);

    assertThat(explanation(script, 4).certainty()).isEqualTo(Certainty.OBSERVED);
    assertThat(explanation(script, 4).evidence().get(1))
        .contains("3 connections", "after 2 exchanges");
  }

  @Test
  void differentNumbersOfExchangesAreNoLimit() {
    limitedTo(2, 1);
    script
        .open(400)
        .get("/x", 401, 402)
        .get("/y", 403, 404)
        .get("/z", 405, 406, x -> x.response("Connection", "close"))
        .closedBy(SERVER, FIN, 406);
    script.open(500).get("/d", 501, 502);

    assertCause(script, 4, Cause.RESPONSE_CLOSE);
  }

  @ParameterizedTest
  @ValueSource(longs = {100, 1000})
  void theDefaultLimitsOfServersAreRecognised(long limit) {
    script
        .open(0)
        .get("/a", 1, 5)
        .notKept(limit - 2)
        .get("/b", 6, 9, x -> x.response("Connection", "close"))
        .closedBy(SERVER, FIN, 9);
    script.open(20).get("/c", 21, 25);

    assertCause(script, 2, Cause.RESPONSE_CLOSE_MAX_REQUESTS);
    assertThat(explanation(script, 2).certainty()).isEqualTo(Certainty.INFERRED);
  }

  @Test
  void aCountdownToOneIsALimitForCertain() {
    script
        .open(0)
        .get("/a", 1, 5, x -> x.response("Keep-Alive", "timeout=5, max=1"))
        .get("/b", 6, 9, x -> x.response("Connection", "close"))
        .closedBy(SERVER, FIN, 9);
    script.open(20).get("/c", 21, 25);

    assertCause(script, 2, Cause.RESPONSE_CLOSE_MAX_REQUESTS);
    assertThat(explanation(script, 2).certainty()).isEqualTo(Certainty.OBSERVED);
  }

  @Test
  void sameNumberOfExchangesIsChanceWhereAnotherConnectionCarriedMore() {
    limitedTo(2, 3);
    script.open(900).get("/a", 901, 902).get("/b", 903, 904).get("/c", 905, 906);

    assertCause(script, 4, Cause.RESPONSE_CLOSE);
  }

  @Test
  void errorsThatComeAfterTheSameNumberOfExchangesArePutDownToTheStatusAllTheSame() {
    for (int i = 0; i < 3; i++) {
      script
          .open(100 * i)
          .get("/a", 100 * i + 1, 100 * i + 5)
          .get("/b", 100 * i + 6, 100 * i + 9, x -> x.status(503).response("Connection", "close"))
          .closedBy(SERVER, FIN, 100 * i + 9);
    }

    assertCause(script, 3, Cause.RESPONSE_CLOSE_ON_STATUS);
  }

  @Test
  void closesWithErrorsOnlyArePutDownToTheStatus() {
    script
        .open(0)
        .get("/a", 1, 5)
        .get("/b", 6, 9, x -> x.status(500).response("Connection", "close"))
        .closedBy(SERVER, FIN, 9);
    script.open(20).get("/c", 21, 25);

    assertCause(script, 2, Cause.RESPONSE_CLOSE_ON_STATUS);
    assertThat(explanation(script, 2).evidence().get(1)).contains("500");
  }

  @Test
  void anErrorThatKeptItsConnectionAcquitsTheStatus() {
    script
        .open(0)
        .get("/a", 1, 5, x -> x.status(500))
        .get("/b", 6, 9, x -> x.status(500).response("Connection", "close"))
        .closedBy(SERVER, FIN, 9);
    script.open(20).get("/c", 21, 25);

    assertCause(script, 2, Cause.RESPONSE_CLOSE);
  }

  @Test
  void closeOnEveryResponseIsKeepAliveSwitchedOff() {
    script.open(0).get("/a", 1, 5, x -> x.response("Connection", "close")).closedBy(SERVER, FIN, 5);
    script
        .open(20)
        .get("/b", 21, 25, x -> x.response("Connection", "close"))
        .closedBy(SERVER, FIN, 25);

    assertCause(script, 2, Cause.RESPONSE_CLOSE_ALWAYS);
  }

  @Test
  void answerBeforeTheRequestsEndIsAnUnreadRequest() {
    script
        .open(0)
        .get(
            "/a",
            1,
            5,
            x -> x.method("POST").status(413).requestUntil(8).response("Connection", "close"))
        .closedBy(SERVER, FIN, 9);
    script.open(20).get("/b", 21, 25);

    assertCause(script, 2, Cause.RESPONSE_CLOSE_UNREAD_REQUEST);
  }

  @Test
  void answerToARequestThatNeverEndsIsAnUnreadRequest() {
    script
        .open(0)
        .get("/a", 1, 5, x -> x.method("POST").status(413).requestIncomplete())
        .closedBy(CLIENT, FIN, 9);
    script.open(20).get("/b", 21, 25);

    assertCause(script, 2, Cause.RESPONSE_CLOSE_UNREAD_REQUEST);
  }

  @Test
  void refusedExpectationIsNobodysFault() {
    script
        .open(0)
        .get(
            "/a",
            1,
            5,
            x -> x.method("PUT").status(401).request("Expect", "100-continue").requestIncomplete())
        .closedBy(CLIENT, FIN, 9);
    script.open(20).get("/b", 21, 25);

    assertCause(script, 2, Cause.EXPECT_REFUSED);
    assertThat(explanation(script, 2).evidence().get(0)).contains("401");
  }

  @Test
  void http10ResponseWithoutKeepAliveEndsTheConnection() {
    script.open(0).get("/a", 1, 5, x -> x.responseVersion("HTTP/1.0")).closedBy(SERVER, FIN, 5);
    script.open(20).get("/b", 21, 25, x -> x.responseVersion("HTTP/1.0"));

    assertCause(script, 2, Cause.HTTP10_RESPONSE);
  }

  @Test
  void http10ResponseWithKeepAliveDoesNot() {
    script
        .open(0)
        .get("/a", 1, 5, x -> x.responseVersion("HTTP/1.0").response("Connection", "keep-alive"))
        .get("/b", 6, 9);
    assertNeeded(script, 1, 0);
  }

  @Test
  void bodyUntilCloseEndsTheConnection() {
    script
        .open(0)
        .get("/a", 1, 5, x -> x.framing(BodyFraming.UNTIL_CLOSE))
        .closedBy(SERVER, FIN, 5);
    script.open(20).get("/b", 21, 25);

    assertCause(script, 2, Cause.CLOSE_DELIMITED);
  }

  @Test
  void bodyUntilCloseThatTheClientLeavesIsTheServersToo() {
    script
        .open(0)
        .get("/a", 1, 5, x -> x.framing(BodyFraming.UNTIL_CLOSE).truncated())
        .closedBy(CLIENT, FIN, 6);
    script.open(20).get("/b", 21, 25);

    assertCause(script, 2, Cause.CLOSE_DELIMITED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "tunnel"})
  void upgradedConnectionNeedsASuccessor(String protocol) {
    script
        .open(0)
        .get("/a", 1, 5, x -> x.status(101).framing(BodyFraming.UPGRADED))
        .with(c -> c.upgrade(new Upgrade(1, protocol, Duration.ofMillis(5))));
    script.open(20).get("/b", 21, 25);

    assertCause(script, 2, Cause.UPGRADED);
    assertThat(explanation(script, 2).evidence().get(0)).contains(protocol);
  }

  @Test
  void connectionOpenedForAWebSocketIsNoLoss() {
    script.open(0).get("/a", 1, 5);
    script
        .open(1_000)
        .get("/ws", 1_001, 1_005, x -> x.status(101).framing(BodyFraming.UPGRADED))
        .with(c -> c.upgrade(new Upgrade(1, "websocket", Duration.ofMillis(1_005))));

    assertCause(script, 2, Cause.UPGRADED, Responsible.NOBODY);
    assertThat(explanation(script, 2).evidence().get(0)).contains("#2 was opened for 2.1");
  }

  private void limitedTo(int limit, int connections) {
    for (int c = 0; c < connections; c++) {
      Script.Connection connection = script.open(100 * c);
      for (int i = 1; i <= limit; i++) {
        boolean last = i == limit;
        connection.get(
            "/" + i,
            100 * c + 10 * i,
            100 * c + 10 * i + 1,
            x -> last ? x.response("Connection", "close") : x);
      }
      connection.closedBy(SERVER, FIN, 100 * c + 10 * limit + 1);
    }
    script.open(100 * connections).get("/end", 100 * connections + 1, 100 * connections + 2);
  }
}
