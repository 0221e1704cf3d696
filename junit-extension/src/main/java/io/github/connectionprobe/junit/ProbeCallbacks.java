package io.github.connectionprobe.junit;

import io.github.connectionprobe.proxy.RecordingProxy;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** What the annotations' extension and the registered ones do alike, each for its own probes. */
abstract class ProbeCallbacks
    implements ExecutionCondition,
        BeforeAllCallback,
        BeforeEachCallback,
        AfterTestExecutionCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler {

  private static final ConditionEvaluationResult ENABLED =
      ConditionEvaluationResult.enabled("connection-probe disables nothing");

  static {
    // What the first probe needs is loaded while the test class loads what it needs.
    RecordingProxy.warmUp();
  }

  /** What the probes of this extension are known by. */
  abstract Object owner();

  /** Starts the probes in static fields of the context's class that do not run yet. */
  abstract void startStatic(ExtensionContext classContext);

  /**
   * Never disables anything. It is the one thing that JUnit asks an extension in a field before it
   * makes an instance of the class and before it calls {@code beforeAll} of the extensions on the
   * class. These may start an application, which needs the probe's address.
   */
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (context.getTestMethod().isEmpty() && context.getTestClass().isPresent()) {
      try {
        startStatic(context);
      } catch (RuntimeException thrownAgain) {
        // By beforeAll, from where JUnit shows it as it is.
        return ENABLED;
      }
    }
    return ENABLED;
  }

  /**
   * Makes JUnit hand out the test's own context where it resolves the parameters of a constructor,
   * so that a probe given there belongs to the test. JUnit below 5.12 does not ask.
   */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    boolean concerned =
        parameter.getParameter().getType() == Probe.class
            || parameter.isAnnotated(ConnectionProbe.class);
    return concerned && Selection.of(parameter, context).owner() == owner();
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return Selection.of(parameter, context).probe().get();
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    Guard.afterTest(context, owner());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    TestOutcome.report(context, owner());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Guard.afterClass(context, owner());
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    throw RecordedTraffic.addTo(thrown, context, owner());
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    throw RecordedTraffic.addTo(thrown, context, owner());
  }

  @Override
  public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    throw RecordedTraffic.addTo(thrown, context, owner());
  }
}
