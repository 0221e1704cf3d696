package consumer;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs {@link Probed}; exits with 0 where exactly the right tests passed and failed. */
class Run implements TestExecutionListener {

  private final List<String> wrong = new ArrayList<>();
  private int passed;
  private int caught;

  public static void main(String... args) {
    Run run = new Run();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(Probed.class)).build(),
            run);
    if (run.passed != 4 || run.caught != 1) {
      run.wrong.add(run.passed + " passed and " + run.caught + " were caught, not 4 and 1");
    }
    run.wrong.forEach(System.out::println);
    System.exit(run.wrong.isEmpty() ? 0 : 1);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    String failure = result.getThrowable().map(String::valueOf).orElse("");
    if (test.getDisplayName().startsWith("loses")) {
      if (failure.contains("request-close (observed): The client sent \"Connection: close\"")) {
        caught++;
      } else {
        wrong.add(test.getDisplayName() + ": " + result);
      }
    } else if (result.getStatus() != Status.SUCCESSFUL) {
      wrong.add(test.getDisplayName() + ": " + failure);
      result.getThrowable().ifPresent(t -> t.printStackTrace(new PrintStream(System.out)));
    } else if (test.isTest()) {
      passed++;
    }
  }
}
