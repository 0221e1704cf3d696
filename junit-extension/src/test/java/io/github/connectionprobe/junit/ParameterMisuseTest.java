package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A parameter that cannot get a probe fails its test, and says why. */
class ParameterMisuseTest {

  private static void assertUnresolved(Class<?> fixture, String message) {
    Throwable failure = Kit.run(fixture).failure();
    assertThat(failure).isInstanceOf(ParameterResolutionException.class);
    assertThat(failure).hasMessage(message);
  }

  @Test
  @DisplayName("a parameter of another type")
  void wrongParameterType() {
    assertUnresolved(
        ParameterTypeFixture.class,
        "The parameter \"probe\" of method ParameterMisuseTest.ParameterTypeFixture.test(String) must be of"
            + " type Probe but is of type String. Declare it as \"Probe probe\".");
  }

  static class ParameterTypeFixture {
    @Test
    void test(@ConnectionProbe("localhost:1") String probe) {}
  }

  @Test
  @DisplayName("a @BeforeAll parameter of a probe that lives for a test")
  void beforeAllParameter() {
    assertUnresolved(
        BeforeAllFixture.class,
        "The parameter \"probe\" of method ParameterMisuseTest.BeforeAllFixture.start(Probe) cannot get a"
            + " probe that lives as long as a test method: @BeforeAll and @AfterAll run once for the"
            + " class. Declare the probe in a static field, as in"
            + " \"@ConnectionProbe(\"localhost:8080\") static Probe probe;\", or take it as a"
            + " parameter of @BeforeEach.");
  }

  @ConnectionProbe("localhost:1")
  static class BeforeAllFixture {
    @BeforeAll
    static void start(Probe probe) {}

    @Test
    void test() {}
  }

  @Test
  @DisplayName("a constructor parameter where one instance serves all tests")
  void constructorParameterPerClass() {
    assertUnresolved(
        PerClassConstructorFixture.class,
        "The parameter \"probe\" of constructor ParameterMisuseTest.PerClassConstructorFixture(Probe) cannot"
            + " get a probe that lives as long as a test method: the constructor runs once for the"
            + " class, or JUnit is older than 5.12. Take the probe as a parameter of @BeforeEach or"
            + " of the test, or declare it in a static field, as in"
            + " \"@ConnectionProbe(\"localhost:8080\") static Probe probe;\".");
  }

  @ConnectionProbe("localhost:1")
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class PerClassConstructorFixture {
    PerClassConstructorFixture(Probe probe) {}

    @Test
    void test() {}
  }

  @Test
  @DisplayName("a parameter that could be any of several probes")
  void ambiguousParameter() {
    assertUnresolved(
        AmbiguousFixture.class,
        "The parameter \"probe\" of method ParameterMisuseTest.AmbiguousFixture.test(Probe) could be any of"
            + " several probes: one without a name (@ConnectionProbe on class"
            + " ParameterMisuseTest.AmbiguousFixture), \"orders\" (@ConnectionProbe on field"
            + " ParameterMisuseTest.AmbiguousFixture.orders). Say which, as in \"@ConnectionProbe(name ="
            + " \"orders\") Probe probe\".");
  }

  @ConnectionProbe("localhost:1")
  static class AmbiguousFixture {
    @ConnectionProbe("localhost:2")
    Probe orders;

    @Test
    void test(Probe probe) {}
  }

  @Test
  @DisplayName("a parameter that could be any of several registered extensions")
  void ambiguousExtensions() {
    assertUnresolved(
        AmbiguousExtensionsFixture.class,
        "The parameter \"probe\" of method ParameterMisuseTest.AmbiguousExtensionsFixture.test(Probe) could"
            + " be any of several probes: \"orders\" (ConnectionProbeExtension in field"
            + " ParameterMisuseTest.AmbiguousExtensionsFixture.orders), \"users\" (ConnectionProbeExtension"
            + " in field ParameterMisuseTest.AmbiguousExtensionsFixture.users). Say which, as in"
            + " \"@ConnectionProbe(name = \"orders\") Probe probe\".");
  }

  static class AmbiguousExtensionsFixture {
    @RegisterExtension
    static final ConnectionProbeExtension orders =
        ConnectionProbeExtension.to("localhost:1").build();

    @RegisterExtension
    final ConnectionProbeExtension users = ConnectionProbeExtension.to("localhost:2").build();

    @Test
    void test(Probe probe) {}
  }

  @Test
  @DisplayName("a name that no probe has")
  void unknownName() {
    assertUnresolved(
        UnknownNameFixture.class,
        "The parameter \"probe\" of method ParameterMisuseTest.UnknownNameFixture.test(Probe) asks for the"
            + " probe \"order\", but there is only \"orders\" (@ConnectionProbe on class"
            + " ParameterMisuseTest.UnknownNameFixture). Correct the name, or declare that probe.");
  }

  @ConnectionProbe(value = "localhost:1", name = "orders")
  static class UnknownNameFixture {
    @Test
    void test(@ConnectionProbe(name = "order") Probe probe) {}
  }

  @Test
  @DisplayName("a parameter where no probe is declared")
  void noProbeAtAll() {
    assertUnresolved(
        NoProbeFixture.class,
        "The parameter \"probe\" of method ParameterMisuseTest.NoProbeFixture.test(Probe) asks for a probe,"
            + " but none is declared. Declare one, as in @ConnectionProbe(\"localhost:8080\") on the"
            + " class, the method or the parameter.");
  }

  static class NoProbeFixture {
    @Test
    void test(@ConnectionProbe Probe probe) {}
  }
}
