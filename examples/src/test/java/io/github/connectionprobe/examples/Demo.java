package io.github.connectionprobe.examples;

import static org.junit.jupiter.engine.Constants.DEFAULT_TEST_CLASS_ORDER_PROPERTY_NAME;
import static org.junit.jupiter.engine.Constants.DEFAULT_TEST_METHOD_ORDER_PROPERTY_NAME;
import static org.junit.jupiter.engine.Constants.PARALLEL_EXECUTION_ENABLED_PROPERTY_NAME;
import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.ClassOrderer.ClassName;
import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;

/**
 * Runs the examples and shows what JUnit says: healthy clients pass, and those that lose keep-alive
 * fail, with the reason. Ends with an error unless it was so for every one of them.
 */
final class Demo {

  private static final String[] CLIENTS = {
    "apache", "elasticsearch", "jdk", "okhttp", "spring", "urlconnection"
  };

  private Demo() {}

  public static void main(String... args) {
    System.exit(run() ? 0 : 1);
  }

  private static boolean run() {
    say("Clients that keep their connections alive%n");
    List<Outcome> healthy = ExampleRun.of(examples("Test"), Demo::showHealthy);

    say("%nClients that lose keep-alive: each of these tests has to fail%n");
    List<Outcome> lossy = ExampleRun.of(examples("Example"), Demo::showLossy);

    boolean good = all(healthy, Outcome::passed) && all(lossy, Outcome::caught);
    say(
        "%s: %d of %d tests of healthy clients passed, and %d of %d clients that lose keep-alive"
            + " were caught.",
        good ? "OK" : "NOT OK",
        healthy.stream().filter(Outcome::passed).count(),
        healthy.size(),
        lossy.stream().filter(Outcome::caught).count(),
        lossy.size());
    return good;
  }

  /** Selects the classes of the examples whose names end so, in the order of their names. */
  static LauncherDiscoveryRequest examples(String suffix) {
    return LauncherDiscoveryRequestBuilder.request()
        .selectors(
            Stream.of(CLIENTS)
                .map(client -> selectPackage(Demo.class.getPackageName() + "." + client))
                .toList())
        .filters(includeClassNamePatterns(".*" + suffix))
        .configurationParameter(PARALLEL_EXECUTION_ENABLED_PROPERTY_NAME, "false")
        .configurationParameter(DEFAULT_TEST_CLASS_ORDER_PROPERTY_NAME, ClassName.class.getName())
        .configurationParameter(DEFAULT_TEST_METHOD_ORDER_PROPERTY_NAME, MethodName.class.getName())
        .build();
  }

  private static void showHealthy(Outcome outcome) {
    say("  %s  %s", outcome.passed() ? "passed" : "FAILED", outcome.place());
    if (!outcome.passed()) {
      say("%n%s%n", outcome.failure());
    }
  }

  private static void showLossy(Outcome outcome) {
    if (outcome.caught()) {
      say("  failed  %s%n%n%s%n", outcome.place(), outcome.failure());
    } else if (outcome.passed()) {
      say("  PASSED  %s, although its client loses keep-alive%n", outcome.place());
    } else {
      say("  FAILED  %s, but not as it should have%n%n%s%n", outcome.place(), outcome.failure());
    }
  }

  private static boolean all(List<Outcome> outcomes, Predicate<Outcome> condition) {
    return !outcomes.isEmpty() && outcomes.stream().allMatch(condition);
  }

  private static void say(String format, Object... arguments) {
    System.out.printf(format + "%n", arguments);
  }
}
