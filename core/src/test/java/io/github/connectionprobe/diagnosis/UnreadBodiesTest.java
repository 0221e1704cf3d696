package io.github.connectionprobe.diagnosis;

import static io.github.connectionprobe.diagnosis.Asserted.assertCause;
import static io.github.connectionprobe.diagnosis.Asserted.explanation;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.Script;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a response left in the client's socket says that the recording leaves open. */
class UnreadBodiesTest {

  private static final String OKHTTP_POOL = "okhttp3.internal.connection.RealConnectionPool";

  private final Script script = new Script().agent("okhttp/4.12.0");

  @Test
  void aBodyLeftInTheSocketIsALeakForCertain() {
    sequentially(3, 10);
    assertThat(Diagnosis.of(script.recording()).mayBeLeak()).isTrue();

    Explanation explanation = explained(2, Map.of(1, 11_876L, 2, 1L));

    assertCause(explanation, Cause.LEAKED_RESPONSE, Responsible.CLIENT);
    assertThat(explanation.certainty()).isEqualTo(Certainty.OBSERVED);
    assertThat(explanation.candidates()).isEmpty();
    assertThat(explanation.evidence().get(0))
        .isEqualTo("11,876 bytes of response 1.1 wait unread in the client's socket.");
    assertThat(explanation.evidence().get(1)).contains("#1 was open and had been idle");
    assertThat(explanation.mark()).isEqualTo(Optional.of(new Mark(1, 1, "never read")));
    assertThat(explanation.fix()).contains("Close every Response");
    assertThat(explained(3, Map.of(2, 1L)).evidence().get(0))
        .isEqualTo("1 byte of response 2.1 waits unread in the client's socket.");
  }

  @Test
  void whatLooksLikeARaceIsALeakWhereTheBodyWasLeft() {
    script.agent("ReactorNetty/1.2.1");
    sequentially(2, 10);

    assertCause(explained(2, Map.of()), Cause.RELEASE_RACE, Responsible.NOBODY);
    assertThat(Diagnosis.of(script.recording()).mayBeLeak()).isTrue();
    assertCause(explained(2, Map.of(1, 5L)), Cause.LEAKED_RESPONSE, Responsible.CLIENT);
  }

  @Test
  void whatTheClientsHabitsMakeLikelyIsMadeCertain() {
    script.agent("Java/17.0.15");
    sequentially(2, 10);

    assertThat(explained(2, Map.of()).certainty()).isEqualTo(Certainty.INFERRED);
    assertThat(Diagnosis.of(script.recording()).mayBeLeak()).isTrue();
    Explanation explanation = explained(2, Map.of(1, 5L));
    assertCause(explanation, Cause.LEAKED_RESPONSE, Responsible.CLIENT);
    assertThat(explanation.certainty()).isEqualTo(Certainty.OBSERVED);
  }

  @Test
  void aLateExchangeSaysNothingAboutConnectionsOpenedBefore() {
    script.open(0).get("/", 1, 2).get("/", 300, 301);
    script.open(100).get("/", 101, 102);

    assertCause(explained(2, Map.of(1, 5L)), Cause.SEPARATE_POOLS, Responsible.NOBODY);
  }

  @Test
  void anotherConnectionsBodySaysNothing() {
    sequentially(2, 10);

    assertCause(explained(2, Map.of(2, 5L)), Cause.ORPHANED, Responsible.CLIENT);
  }

  @Test
  void asManyPoolsAsConnectionsRemainTheCauseAndTheLeakIsNamedBeside() {
    sequentially(3, 10);

    Explanation explanation =
        explanation(
            Diagnosis.of(
                script.recording(),
                JvmEvidence.of(Map.of(OKHTTP_POOL, 3L)),
                new UnreadBodies(Map.of(1, 5L))),
            2);

    assertCause(explanation, Cause.NEW_CLIENT_PER_CALL, Responsible.CLIENT);
    assertThat(explanation.candidates()).containsExactly(Cause.LEAKED_RESPONSE);
    assertThat(explanation.evidence())
        .contains("5 bytes of response 1.1 wait unread in the client's socket.");
  }

  @Test
  void whereNothingIsLeftOpenNothingIsToBeLookedAt() {
    script.open(0).get("/", 1, 2, e -> e.request("Connection", "close"));
    script.open(50).get("/", 51, 52);

    assertThat(Diagnosis.of(script.recording()).mayBeLeak()).isFalse();
  }

  private Explanation explained(int connection, Map<Integer, Long> unread) {
    return explanation(
        Diagnosis.of(script.recording(), JvmEvidence.none(), new UnreadBodies(unread)), connection);
  }

  private void sequentially(int connections, int apart) {
    for (int i = 0; i < connections; i++) {
      script.open(apart * i).get("/", apart * i + 1, apart * i + 3, e -> e.body(5));
    }
  }
}
