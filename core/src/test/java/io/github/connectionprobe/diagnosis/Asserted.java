package io.github.connectionprobe.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Script;

/** What the tests of the rules ask of a diagnosis. */
final class Asserted {

  private Asserted() {}

  /** Returns the explanation of a connection, which must be there and be complete. */
  static Explanation explanation(Script script, int connection) {
    return explanation(Diagnosis.of(script.recording()), connection);
  }

  static Explanation explanation(Diagnosis diagnosis, int connection) {
    Explanation explanation =
        diagnosis
            .of(connection)
            .orElseThrow(() -> new AssertionError("#" + connection + " needs no explanation"));
    assertThat(explanation.evidence()).isNotEmpty();
    assertThat(explanation.candidates()).doesNotContain(explanation.cause());
    assertThat(explanation.fix().isEmpty())
        .as("fix of %s: %s", explanation.cause(), explanation.fix())
        .isEqualTo(explanation.responsible() == Responsible.NOBODY);
    return explanation;
  }

  static void assertCause(Script script, int connection, Cause cause) {
    assertCause(explanation(script, connection), cause, cause.responsible());
  }

  static void assertCause(Script script, int connection, Cause cause, Responsible responsible) {
    assertCause(explanation(script, connection), cause, responsible);
  }

  static void assertCause(Explanation explanation, Cause cause, Responsible responsible) {
    assertThat(explanation.cause()).as("%s", explanation).isEqualTo(cause);
    assertThat(explanation.responsible()).as("%s", explanation).isEqualTo(responsible);
  }

  static void assertNeeded(Script script, int needed, int explained) {
    Recording recording = script.recording();
    Diagnosis diagnosis = Diagnosis.of(recording);
    assertThat(diagnosis.needed()).as("%s", diagnosis.explanations()).isEqualTo(needed);
    assertThat(diagnosis.explanations()).hasSize(explained);
  }
}
