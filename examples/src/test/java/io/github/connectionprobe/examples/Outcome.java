package io.github.connectionprobe.examples;

import io.github.connectionprobe.diagnosis.Cause;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestIdentifier;

/**
 * What became of one test.
 *
 * @param testClass its class, unless something else than a test failed
 * @param name its method, or what failed instead of one
 * @param result as JUnit reports it
 */
record Outcome(Optional<Class<?>> testClass, String name, TestExecutionResult result) {

  static Outcome of(TestIdentifier test, TestExecutionResult result) {
    return test.getSource()
        .filter(MethodSource.class::isInstance)
        .map(MethodSource.class::cast)
        .map(
            method ->
                new Outcome(Optional.of(method.getJavaClass()), method.getMethodName(), result))
        .orElseGet(() -> new Outcome(Optional.empty(), test.getUniqueId(), result));
  }

  /** Returns where it stands in the examples, such as {@code okhttp.OrderClientTest.reuses}. */
  String place() {
    String examples = Outcome.class.getPackageName() + ".";
    return testClass.map(type -> type.getName().replace(examples, "") + ".").orElse("") + name;
  }

  boolean passed() {
    return result.getStatus() == Status.SUCCESSFUL;
  }

  /** Returns the failure in JUnit's words; empty when there is none. */
  String failure() {
    return result.getThrowable().map(Throwable::toString).orElse("").strip();
  }

  /** Returns the cause that {@link LosesKeepAlive} on the class tells to expect. */
  Optional<Cause> expectedCause() {
    return testClass
        .map(type -> type.getAnnotation(LosesKeepAlive.class))
        .map(LosesKeepAlive::value);
  }

  /**
   * Tells whether an assertion failed, and explains it with the expected cause: as the one found,
   * or among those that it could also be.
   */
  boolean caught() {
    return result.getThrowable().filter(AssertionError.class::isInstance).isPresent()
        && expectedCause().filter(this::explainedBy).isPresent();
  }

  private boolean explainedBy(Cause cause) {
    int why = failure().indexOf("\nWhy #");
    return why >= 0
        && Pattern.compile("(?<![\\w-])" + cause.id() + "(?![\\w-])")
            .matcher(failure().substring(why))
            .find();
  }
}
