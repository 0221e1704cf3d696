package io.github.connectionprobe.junit;

import io.github.connectionprobe.assertj.RecordingAssert;
import java.lang.reflect.AnnotatedElement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Reads {@link ExpectConnections} for a test, and holds its probes to it. */
final class Expectations {

  /**
   * One expectation.
   *
   * @param where the place that says it, for messages
   * @param annotation what it says
   */
  private record Expectation(String where, ExpectConnections annotation) {

    boolean exact() {
      return annotation.exactly() != ExpectConnections.UNSET;
    }

    int number() {
      return exact() ? annotation.exactly() : annotation.atMost();
    }

    @Override
    public String toString() {
      return "@ExpectConnections(" + (exact() ? "exactly" : "atMost") + " = " + number() + ")";
    }

    ExtensionConfigurationException wrong(String what) {
      return new ExtensionConfigurationException("@ExpectConnections on " + where + ": " + what);
    }
  }

  private static final Annotations<ExpectConnections> EXPECTED =
      Annotations.repeatable(ExpectConnections.class);

  private Expectations() {}

  /** Finds out before the test runs whether its expectations make sense. */
  static void check(ExtensionContext context) {
    Map<String, Candidate> probes = TestProbes.of(context).byName();
    of(context).values().forEach(expectation -> target(expectation, probes));
  }

  /** Asserts what is expected of the probes that belong to that extension. */
  static void verify(ExtensionContext context, Object owner) {
    Map<String, Candidate> probes = TestProbes.of(context).byName();
    for (Expectation expectation : of(context).values()) {
      Candidate target = target(expectation, probes);
      if (target.settings().owner() == owner) {
        RecordingAssert assertion = target.probe().get().assertThat().as(expectation.toString());
        if (expectation.exact()) {
          assertion.hasOpenedConnections(expectation.number());
        } else {
          assertion.hasOpenedAtMost(expectation.number());
        }
      }
    }
  }

  /**
   * The expectations by probe; what is said further in takes the place of what is said further out.
   */
  private static Map<String, Expectation> of(ExtensionContext context) {
    Map<String, Expectation> expectations = new LinkedHashMap<>();
    for (Class<?> type : Stores.classes(context)) {
      expectations.putAll(on(type, Elements.describe(type)));
    }
    context
        .getTestMethod()
        .ifPresent(method -> expectations.putAll(on(method, Elements.describe(method))));
    return expectations;
  }

  private static Map<String, Expectation> on(AnnotatedElement element, String where) {
    Map<String, Expectation> expectations = new LinkedHashMap<>();
    for (ExpectConnections annotation : EXPECTED.on(element)) {
      Expectation expectation = new Expectation(where, annotation);
      boolean atMost = annotation.atMost() != ExpectConnections.UNSET;
      if (expectation.exact() == atMost) {
        throw expectation.wrong(
            (atMost
                    ? "both \"exactly\" and \"atMost\" are"
                    : "neither \"exactly\" nor \"atMost\" is")
                + " given. Give one of them, as in @ExpectConnections(exactly = 1).");
      }
      if (expectation.number() < 0) {
        throw expectation.wrong(
            "the number of connections must be 0 or more but is "
                + expectation.number()
                + ". Correct it.");
      }
      expectations.put(annotation.probe(), expectation);
    }
    return expectations;
  }

  private static Candidate target(Expectation expectation, Map<String, Candidate> probes) {
    String name = expectation.annotation().probe();
    if (probes.isEmpty()) {
      throw expectation.wrong(
          "the test has no probe. Declare one, as in @ConnectionProbe(\"localhost:8080\").");
    }
    if (name.isEmpty() && probes.size() == 1) {
      return probes.values().iterator().next();
    }
    Candidate target = probes.get(name);
    if (target == null) {
      throw expectation.wrong(
          (name.isEmpty()
                  ? "it does not say which probe it means, and there are several: "
                  : "there is no probe \"" + name + "\", only ")
              + Selection.mention(probes)
              + ". Name one, as in @ExpectConnections(exactly = 1, probe = \"orders\").");
    }
    return target;
  }
}
