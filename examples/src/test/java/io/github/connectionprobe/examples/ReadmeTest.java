package io.github.connectionprobe.examples;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.connectionprobe.examples.server.JettyOrders;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;

/** README.md tells the truth: its code compiles, and what it says is printed is printed. */
@Isolated("threads of other tests that are inside an HTTP client would blur the call site")
class ReadmeTest {

  private static final Document README = Document.of("README.md");

  @TestFactory
  Stream<DynamicTest> allJavaStandsInTheSourcesOfTheExamples() {
    List<String> sources = Document.sources("examples/src/test/java", ".java");
    List<String> parts = README.parts("java");
    assertThat(parts).isNotEmpty();
    return parts.stream()
        .map(
            part ->
                DynamicTest.dynamicTest(
                    part.lines().findFirst().orElse(""),
                    () ->
                        assertThat(sources)
                            .as("one of the sources has, but for indentation:\n%s", part)
                            .anyMatch(
                                source -> source.contains(Document.withoutIndentation(part)))));
  }

  @Test
  void theFailureShownIsTheOnePrinted() {
    String failure = failureOfTheFirstTest();
    assertThat(README.blocks("text"))
        .as("README.md shows, but for ports and times:\n%s", failure)
        .extracting(RunText::withoutWhatVaries)
        .contains(RunText.withoutWhatVaries(failure));
  }

  @Test
  void linksLeadSomewhere() {
    assertThat(README.links()).hasSizeGreaterThan(10).allSatisfy(link -> assertThat(link).exists());
  }

  @Test
  void dependenciesHaveTheVersionThatIsBuiltHere() {
    String pom = Document.of("pom.xml").text();
    assertThat(README.matches("connection-probe-junit(?:</artifactId>\\s*<version>|:)([^<\"]+)"))
        .hasSize(2)
        .allMatch(version -> pom.contains("-parent</artifactId>\n  <version>" + version + "<"));
  }

  @Test
  void thereAreTwoSetUpCommands() {
    assertThat(README.blocks("sh")).hasSize(2);
  }

  private static String failureOfTheFirstTest() {
    try (JettyOrders server = JettyOrders.start()) {
      List<Outcome> outcomes =
          ExampleRun.of(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(
                      selectClass(ExampleRun.class.getPackageName() + ".readme.OrderClientTest"))
                  .configurationParameter("orders.port", "" + server.uri().getPort())
                  .build(),
              outcome -> {});
      return outcomes.stream().map(Outcome::failure).collect(joining("\n\n"));
    }
  }
}
