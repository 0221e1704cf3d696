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
import io.github.connectionprobe.recording.FramingHeaders;
import io.github.connectionprobe.recording.RecordedResponse;
import io.github.connectionprobe.recording.Script;
import io.github.connectionprobe.recording.UpstreamFailure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerClosesTest {

  private final Script script = new Script().agent("Apache-HttpClient/5.4.1 (Java/17.0.15)");

  @Test
  void closeOfAnIdleConnectionIsATimeout() {
    script.open(0).get("/a", 1, 5).closedBy(SERVER, FIN, 2_005);
    script.open(3_000).get("/b", 3_001, 3_005);

    Explanation explanation = explanation(script, 2);
    assertCause(explanation, Cause.SERVER_IDLE_TIMEOUT, Responsible.SERVER);
    assertThat(explanation.evidence().get(0)).contains("idle for 2000 ms");
    assertThat(explanation.mark()).contains(new Mark(1, 0, ""));
    assertThat(explanation.fix()).contains("setTimeToLive");
  }

  @Test
  void promptCloseWithoutAnnouncementIsSilent() {
    script.open(0).get("/a", 1, 5).closedBy(SERVER, FIN, 254);
    script.open(300).get("/b", 301, 305);

    assertCause(script, 2, Cause.SERVER_SILENT_CLOSE);
  }

  @Test
  void closeAtTheGraceWindowIsATimeout() {
    script.open(0).get("/a", 1, 5).closedBy(SERVER, FIN, 255);
    script.open(300).get("/b", 301, 305);

    assertCause(script, 2, Cause.SERVER_IDLE_TIMEOUT);
  }

  @Test
  void resetOfAnIdleConnectionIsToldAsOne() {
    script.open(0).get("/a", 1, 5).closedBy(SERVER, RST, 10);
    script.open(300).get("/b", 301, 305);

    assertThat(explanation(script, 2).evidence().get(0)).contains("a RST on #1 5 ms after");
  }

  @Test
  void a408BeforeTheCloseIsATimeout() {
    script
        .open(0)
        .get("/a", 1, 5)
        .with(c -> c.unsolicited(List.of(unasked(408))))
        .closedBy(SERVER, FIN, 106);
    script.open(300).get("/b", 301, 305);

    assertCause(script, 2, Cause.SERVER_IDLE_TIMEOUT);
    assertThat(explanation(script, 2).evidence()).anyMatch(s -> s.contains("408"));
  }

  @Test
  void bytesThatNobodyAskedForAreBadFraming() {
    script
        .open(0)
        .get("/a", 1, 5)
        .with(c -> c.unsolicited(List.of(unasked(200))))
        .closedBy(CLIENT, FIN, 106);
    script.open(300).get("/b", 301, 305);

    assertCause(script, 2, Cause.TRUNCATED_OR_BAD_FRAMING);
  }

  @Test
  void bytesBehindAResponseAreBadFramingWhoeverEndsTheConnection() {
    script
        .open(0)
        .get("/a", 1, 5)
        .with(c -> c.observerRetired("the server sent 19 bytes").strayBytes(19))
        .closedBy(CLIENT, FIN, 6);
    script.open(20).get("/b", 21, 25);

    assertCause(script, 2, Cause.TRUNCATED_OR_BAD_FRAMING);
    assertThat(explanation(script, 2).evidence().get(0)).contains("19 bytes on #1");
  }

  @Test
  void closeInTheMiddleOfAResponseIsTruncation() {
    script.open(0).get("/a", 1, 5, x -> x.truncated()).closedBy(SERVER, FIN, 6);
    script.open(20).get("/a", 21, 25);

    assertCause(script, 2, Cause.TRUNCATED_OR_BAD_FRAMING);
    assertNeeded(script, 1, 1);
  }

  @Test
  void closeThatMeetsARequestOnAUsedConnectionIsAStaleReuse() {
    script
        .open(0)
        .get("/a", 1, 5)
        .get("/b", 900, 900, x -> x.method("POST").unanswered())
        .closedBy(SERVER, RST, 901);
    script.open(902).get("/b", 903, 905, x -> x.method("POST"));

    Explanation explanation = explanation(script, 2);
    assertCause(explanation, Cause.STALE_REUSE_RACE, Responsible.SERVER);
    assertThat(explanation.evidence().get(0)).contains("1.2", "idle for 895 ms");
    assertThat(explanation.evidence().get(1))
        .contains("2.1 repeats 1.2", "may have been done twice");
    assertThat(explanation.fix()).contains("setValidateAfterInactivity");
  }

  @Test
  void requestSentAfterTheServersCloseIsAStaleReuse() {
    script
        .open(0)
        .get("/a", 1, 5)
        .fin(SERVER, 899)
        .get("/b", 900, 900, x -> x.unanswered())
        .with(c -> c.closedAt(Duration.ofMillis(902)));
    script.open(901).get("/b", 903, 905);

    assertCause(script, 2, Cause.STALE_REUSE_RACE);
    assertThat(explanation(script, 2).evidence()).contains("2.1 repeats 1.2.");
  }

  @Test
  void requestSentLongAfterTheServersCloseLeavesTheTimeoutAsTheCause() {
    script
        .open(0)
        .get("/a", 1, 5)
        .fin(SERVER, 405)
        .get("/b", 455, 455, x -> x.unanswered())
        .with(c -> c.closedAt(Duration.ofMillis(457)));
    script.open(457).get("/b", 458, 460);

    Explanation explanation = explanation(script, 2);
    assertCause(explanation, Cause.SERVER_IDLE_TIMEOUT, Responsible.SERVER);
    assertThat(explanation.evidence().get(0)).contains("idle for 400 ms");
    assertThat(explanation.evidence().get(1)).contains("1.2", "in vain");
    assertThat(explanation.candidates()).containsExactly(Cause.STALE_REUSE_RACE);
  }

  @Test
  void requestSentLongAfterAPromptCloseLeavesTheSilentCloseAsTheCause() {
    script
        .open(0)
        .get("/a", 1, 5)
        .fin(SERVER, 6)
        .get("/b", 200, 200, x -> x.unanswered())
        .with(c -> c.closedAt(Duration.ofMillis(202)));
    script.open(203).get("/b", 204, 206);

    assertCause(script, 2, Cause.SERVER_SILENT_CLOSE);
  }

  @Test
  void requestSentAfterAnHttp10ResponseLeavesTheResponseAsTheCause() {
    script
        .open(0)
        .get("/a", 1, 5, x -> x.responseVersion("HTTP/1.0"))
        .fin(SERVER, 6)
        .get("/b", 7, 7, x -> x.unanswered())
        .with(c -> c.closedAt(Duration.ofMillis(8)));
    script.open(8).get("/b", 9, 12);

    assertCause(script, 2, Cause.HTTP10_RESPONSE);
  }

  @Test
  void closeInsteadOfTheFirstAnswerIsAnAbort() {
    script.open(0).get("/a", 1, 1, x -> x.unanswered()).closedBy(SERVER, FIN, 20);
    script.open(21).get("/z", 22, 25);

    Explanation explanation = explanation(script, 2);
    assertCause(explanation, Cause.SERVER_ABORT, Responsible.SERVER);
    assertThat(explanation.evidence()).hasSize(1);
    assertNeeded(script, 1, 1);
  }

  @Test
  void closeLongAfterALaterRequestIsAnAbort() {
    script
        .open(0)
        .get("/a", 1, 5)
        .get("/b", 10, 10, x -> x.unanswered())
        .closedBy(SERVER, FIN, 260);
    script.open(300).get("/b", 302, 305);

    assertCause(script, 2, Cause.SERVER_ABORT);
  }

  @Test
  void refusedUpstreamIsTheEnvironmentsFault() {
    script
        .open(0)
        .with(
            c ->
                c.upstreamFailure(
                    new UpstreamFailure(
                        UpstreamFailure.Kind.REFUSED, "localhost:8080", Duration.ofMillis(1))));
    script.open(20).get("/b", 21, 25);

    assertCause(script, 1, Cause.UPSTREAM_UNREACHABLE, Responsible.ENVIRONMENT);
    assertNeeded(script, 1, 1);
  }

  private static RecordedResponse unasked(int status) {
    return new RecordedResponse(
        status,
        "HTTP/1.1",
        FramingHeaders.none(),
        BodyFraming.NONE,
        0,
        Duration.ofMillis(105),
        Duration.ofMillis(105),
        true);
  }
}
