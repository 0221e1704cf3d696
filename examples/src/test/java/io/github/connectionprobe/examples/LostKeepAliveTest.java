package io.github.connectionprobe.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Isolated;

/** The clients that lose keep-alive are caught, each with its cause. */
@Isolated("the evidence in this JVM must be about these clients, not about those of other tests")
class LostKeepAliveTest {

  @TestFactory
  Stream<DynamicTest> everyLossyClientFailsItsTestWithTheCause() {
    List<Outcome> outcomes = ExampleRun.of(Demo.examples("Example"), outcome -> {});
    assertThat(outcomes).hasSizeGreaterThanOrEqualTo(5);
    return outcomes.stream()
        .map(outcome -> DynamicTest.dynamicTest(outcome.place(), () -> isCaught(outcome)));
  }

  private static void isCaught(Outcome outcome) {
    assertThat(outcome.failure())
        .matches(
            "(?s).*to have opened 1 connection but it opened [23], where 1 would have served.*");
    assertThat(outcome.caught())
        .as("is caught, for %s. It says:\n%s", outcome.expectedCause(), outcome.failure())
        .isTrue();
  }
}
