package com.example.server;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes that are meant to fail. */
public final class Failures implements TestExecutionListener {

  private final Map<String, String> messages = new LinkedHashMap<>();

  private Failures() {}

  /** Returns, by the names of its tests, what each failed with; nothing for those that passed. */
  public static Map<String, String> of(Class<?> testClass) {
    Failures failures = new Failures();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(testClass)).build(),
            failures);
    return failures.messages;
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    result
        .getThrowable()
        .ifPresent(thrown -> messages.put(test.getDisplayName(), thrown.toString()));
  }
}
