package io.github.connectionprobe.junit;

import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/**
 * Which probe a parameter gets. Several extensions may ask, and exactly one may answer, or JUnit
 * complains of competing resolvers.
 *
 * @param owner the extension that is to answer
 * @param probe gives the probe, or throws what is wrong
 */
record Selection(Object owner, Supplier<Probe> probe) {

  private static final String STATIC_FIELD =
      " in a static field, as in \"@ConnectionProbe(\"localhost:8080\") static Probe probe;\"";

  static Selection of(ParameterContext parameterContext, ExtensionContext context) {
    Parameter parameter = parameterContext.getParameter();
    Optional<ConnectionProbe> annotation = parameterContext.findAnnotation(ConnectionProbe.class);
    boolean declares = annotation.filter(Declarations::hasUpstream).isPresent();
    String wanted = annotation.map(ConnectionProbe::name).orElse("");
    if (parameter.getType() != Probe.class) {
      String type = parameter.getType().getSimpleName();
      return wrong(
          parameter,
          "must be of type Probe but is of type " + type + ". Declare it as \"Probe probe\".");
    }
    if (context.getTestMethod().isEmpty()) {
      Map<String, Candidate> candidates = ofClass(context);
      return declares || candidates.isEmpty()
          ? wrong(parameter, tooEarly(parameter))
          : choose(parameter, wanted, candidates);
    }
    TestProbes probes = TestProbes.of(context);
    if (declares) {
      return new Selection(
          ProbeExtension.class,
          () ->
              probes
                  .declared(
                      Declarations.on(
                          parameter, annotation.orElseThrow(), context.getRequiredTestClass()))
                  .give());
    }
    return choose(parameter, wanted, probes.byName());
  }

  private static Map<String, Candidate> ofClass(ExtensionContext context) {
    Map<String, Candidate> candidates = new LinkedHashMap<>();
    for (ProbeHandle probe : ClassProbes.visibleFrom(context)) {
      candidates.put(probe.settings().key(), new Candidate(probe.settings(), () -> probe));
    }
    return candidates;
  }

  private static String tooEarly(Parameter parameter) {
    return parameter.getDeclaringExecutable() instanceof Constructor
        ? "cannot get a probe that lives as long as a test method: the constructor runs once for"
            + " the class, or JUnit is older than 5.12. Take the probe as a parameter of"
            + " @BeforeEach or of the test, or declare it"
            + STATIC_FIELD
            + "."
        : "cannot get a probe that lives as long as a test method: @BeforeAll and @AfterAll run"
            + " once for the class. Declare the probe"
            + STATIC_FIELD
            + ", or take it as a parameter of @BeforeEach.";
  }

  private static Selection choose(
      Parameter parameter, String wanted, Map<String, Candidate> candidates) {
    if (candidates.isEmpty()) {
      return wrong(
          parameter,
          "asks for a probe, but none is declared. Declare one, as in"
              + " @ConnectionProbe(\"localhost:8080\") on the class, the method or the parameter.");
    }
    Candidate chosen = wanted.isEmpty() ? unnamed(parameter, candidates) : candidates.get(wanted);
    if (chosen != null) {
      return new Selection(chosen.settings().owner(), chosen.probe());
    }
    return wanted.isEmpty()
        ? wrong(
            owner(candidates.values()),
            parameter,
            "could be any of several probes: "
                + mention(candidates)
                + ". Say which, as in \"@ConnectionProbe(name = \"orders\") Probe probe\".")
        : wrong(
            parameter,
            "asks for the probe \""
                + wanted
                + "\", but there is only "
                + mention(candidates)
                + ". Correct the name, or declare that probe.");
  }

  private static @Nullable Candidate unnamed(
      Parameter parameter, Map<String, Candidate> candidates) {
    return candidates.size() == 1
        ? candidates.values().iterator().next()
        : candidates.get(parameter.getName());
  }

  /** Who answers where none of them was chosen: annotations first, then in order of appearance. */
  private static Object owner(Collection<Candidate> candidates) {
    return candidates.stream()
        .map(candidate -> candidate.settings().owner())
        .filter(ProbeExtension.class::equals)
        .findFirst()
        .orElseGet(() -> candidates.iterator().next().settings().owner());
  }

  static String mention(Map<String, Candidate> candidates) {
    return candidates.values().stream()
        .map(candidate -> candidate.settings().mention())
        .collect(Collectors.joining(", "));
  }

  private static Selection wrong(Parameter parameter, String what) {
    return wrong(ProbeExtension.class, parameter, what);
  }

  private static Selection wrong(Object owner, Parameter parameter, String what) {
    return new Selection(
        owner,
        () -> {
          throw new ParameterResolutionException(
              "The " + Elements.describe(parameter) + " " + what);
        });
  }
}
