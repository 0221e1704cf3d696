package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Wrong use fails early, and says where, what, and how to mend it. */
class MisuseTest {

  private static void assertMisuse(Class<?> fixture, String message) {
    Throwable failure = Kit.run(fixture).failure();
    assertThat(failure).isInstanceOf(ExtensionConfigurationException.class);
    assertThat(failure).hasMessage(message);
  }

  @Test
  @DisplayName("a declaration without an upstream")
  void missingUpstream() {
    assertMisuse(
        NoUpstreamFixture.class,
        "@ConnectionProbe on class MisuseTest.NoUpstreamFixture: no upstream is given. Say where the"
            + " real server is, as in @ConnectionProbe(\"localhost:8080\"), or name a method that"
            + " does, as in @ConnectionProbe(upstreamMethod = \"address\").");
  }

  @ConnectionProbe
  static class NoUpstreamFixture {
    @Test
    void test() {}
  }

  @Test
  @DisplayName("both ways to give an upstream")
  void bothUpstreams() {
    assertMisuse(
        BothUpstreamsFixture.class,
        "@ConnectionProbe on method MisuseTest.BothUpstreamsFixture.test(): both an upstream,"
            + " \"localhost:1\", and an upstreamMethod, \"address\", are given. Remove one of them.");
  }

  static class BothUpstreamsFixture {
    @Test
    @ConnectionProbe(value = "localhost:1", upstreamMethod = "address")
    void test() {}
  }

  @Test
  @DisplayName("an upstream that cannot be read, although nobody asks for the probe")
  void malformedUpstream() {
    assertMisuse(
        MalformedFixture.class,
        "@ConnectionProbe on class MisuseTest.MalformedFixture: The upstream \"localhost\" has no"
            + " port. Accepted are host:port such as localhost:9200 or [::1]:9200, and a URI such as"
            + " http://localhost:9200 or https://localhost (port 80 or 443 unless given).");
  }

  @ConnectionProbe("localhost")
  static class MalformedFixture {
    @Test
    void test() {}
  }

  @Test
  @DisplayName("a placeholder that nothing fills")
  void unknownPlaceholder() {
    assertMisuse(
        PlaceholderFixture.class,
        "@ConnectionProbe on class MisuseTest.PlaceholderFixture: The upstream"
            + " \"${no.such.key}\" needs \"no.such.key\", which is neither a JUnit configuration"
            + " parameter nor a system property. Set it, or give a default as in"
            + " ${no.such.key:localhost:8080}.");
  }

  @ConnectionProbe("${no.such.key}")
  static class PlaceholderFixture {
    @Test
    void test() {}
  }

  @Test
  @DisplayName("a placeholder that does not end")
  void openPlaceholder() {
    assertMisuse(
        OpenPlaceholderFixture.class,
        "@ConnectionProbe on class MisuseTest.OpenPlaceholderFixture: The upstream"
            + " \"${search\" has a \"${\" without its \"}\". Write ${key} or ${key:default}.");
  }

  @ConnectionProbe("${search")
  static class OpenPlaceholderFixture {
    @Test
    void test() {}
  }

  @Test
  @DisplayName("a field of another type")
  void wrongFieldType() {
    assertMisuse(
        FieldTypeFixture.class,
        "@ConnectionProbe on field MisuseTest.FieldTypeFixture.probe: the field must be of type"
            + " Probe but is of type String. Declare it as \"Probe probe\".");
  }

  static class FieldTypeFixture {
    @ConnectionProbe("localhost:1")
    String probe;

    @Test
    void test() {}
  }

  @Test
  @DisplayName("a final field")
  void finalField() {
    assertMisuse(
        FinalFieldFixture.class,
        "@ConnectionProbe on field MisuseTest.FinalFieldFixture.PROBE: the field must not be final,"
            + " because the probe is put into it. Remove \"final\".");
  }

  static class FinalFieldFixture {
    @ConnectionProbe("localhost:1")
    private static final Probe PROBE = null;

    @Test
    void test() {}
  }

  @Test
  @DisplayName("a field that is set already")
  void assignedField() {
    assertMisuse(
        AssignedFieldFixture.class,
        "@ConnectionProbe on field MisuseTest.AssignedFieldFixture.probe: the field must be null"
            + " before the probe is put into it, but something was assigned to it. Remove the"
            + " assignment.");
  }

  static class AssignedFieldFixture {
    @ConnectionProbe("localhost:1")
    static Probe probe = ConnectionProbeExtension.to("localhost:1").build();

    @Test
    void test() {}
  }

  @Test
  @DisplayName("two probes without a name on one class")
  void twoUnnamedProbes() {
    assertMisuse(
        TwoUnnamedFixture.class,
        "@ConnectionProbe on class MisuseTest.TwoUnnamedFixture: two probes have no name. Give each"
            + " a name of its own, as in @ConnectionProbe(value = \"localhost:8080\", name ="
            + " \"orders\").");
  }

  @ConnectionProbe("localhost:1")
  @ConnectionProbe("localhost:2")
  static class TwoUnnamedFixture {
    @Test
    void test() {}
  }

  @Test
  @DisplayName("a policy that does not exist")
  void unknownPolicy() {
    Throwable failure =
        Kit.run(Map.of("connectionprobe.lostReuse", "warn"), PolicyFixture.class).failure();
    assertThat(failure).isInstanceOf(ExtensionConfigurationException.class);
    assertThat(failure)
        .hasMessage(
            "The JUnit configuration parameter connectionprobe.lostReuse is \"warn\". Set it to"
                + " fail, report or ignore, or remove it.");
  }

  @ConnectionProbe("localhost:1")
  static class PolicyFixture {
    @Test
    void test() {}
  }

  @Test
  @DisplayName("an extension with an upstream that cannot be read")
  void malformedUpstreamOfAnExtension() {
    assertMisuse(
        ExtensionFixture.class,
        "ConnectionProbeExtension in field MisuseTest.ExtensionFixture.probe: The upstream"
            + " \"ftp://host\" has the scheme \"ftp\". Accepted are host:port such as"
            + " localhost:9200 or [::1]:9200, and a URI such as http://localhost:9200 or"
            + " https://localhost (port 80 or 443 unless given).");
  }

  static class ExtensionFixture {
    @RegisterExtension
    final ConnectionProbeExtension probe = ConnectionProbeExtension.to("ftp://host").build();

    @Test
    void test() {}
  }

  @Test
  @DisplayName("the address of an extension that does not run yet")
  void extensionAskedTooEarly() {
    ConnectionProbeExtension extension =
        ConnectionProbeExtension.to("localhost:1").name("search").build();
    assertThat(org.assertj.core.api.Assertions.catchThrowable(extension::uri))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The probe \"search\" is not running: in a static field it runs from before the"
                + " beforeAll of every extension to after @AfterAll, in any other from before"
                + " @BeforeEach to after @AfterEach. Ask for its address then, for example in a lambda: () -> probe.uri().");
  }
}
