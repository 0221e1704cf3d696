package io.github.connectionprobe.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs tests as a build does, and keeps what became of each. */
final class ExampleRun implements TestExecutionListener {

  private final List<Outcome> outcomes = new ArrayList<>();
  private final Consumer<Outcome> listener;

  private ExampleRun(Consumer<Outcome> listener) {
    this.listener = listener;
  }

  /**
   * Runs them one after the other.
   *
   * @param listener is told of each outcome as it comes in
   * @return what became of every test, and whatever else failed, such as a {@code @BeforeAll}
   */
  static List<Outcome> of(LauncherDiscoveryRequest tests, Consumer<Outcome> listener) {
    ExampleRun run = new ExampleRun(listener);
    LauncherFactory.create().execute(tests, run);
    return List.copyOf(run.outcomes);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (test.isTest() || result.getStatus() != Status.SUCCESSFUL) {
      keep(Outcome.of(test, result));
    }
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    keep(Outcome.of(test, TestExecutionResult.aborted(new IllegalStateException(reason))));
  }

  private void keep(Outcome outcome) {
    outcomes.add(outcome);
    listener.accept(outcome);
  }
}
