package io.github.connectionprobe.examples;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.connectionprobe.examples.server.JettyOrders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;

/** README.md tells the truth: its code compiles, and what it says is printed is printed. */
@Isolated("threads of other tests that are inside an HTTP client would blur the call site")
class ReadmeTest {

  private static final Path ROOT = Path.of(System.getProperty("basedir", "."), "..");
  private static final Path SOURCES = ROOT.resolve("examples/src/test/java");

  @TestFactory
  Stream<DynamicTest> allJavaStandsInTheSourcesOfTheExamples() throws IOException {
    List<String> sources = sources();
    List<String> blocks = blocks("java");
    assertThat(blocks).isNotEmpty();
    return blocks.stream()
        .flatMap(block -> Stream.of(block.split("\n\n")))
        .map(
            part ->
                DynamicTest.dynamicTest(
                    part.lines().findFirst().orElse(""),
                    () ->
                        assertThat(sources)
                            .as("one of the sources has, but for indentation:\n%s", part)
                            .anyMatch(source -> source.contains(withoutIndentation(part)))));
  }

  @Test
  void theFailureShownIsTheOnePrinted() throws IOException {
    String failure = failureOfTheFirstTest();
    assertThat(blocks("text"))
        .as("README.md shows, but for ports and times:\n%s", failure)
        .extracting(RunText::withoutWhatVaries)
        .contains(RunText.withoutWhatVaries(failure));
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    assertThat(matches("\\]\\(([^)#:]+)(#[^)]*)?\\)"))
        .hasSizeGreaterThan(10)
        .allSatisfy(link -> assertThat(ROOT.resolve(link)).exists());
  }

  @Test
  void dependenciesHaveTheVersionThatIsBuiltHere() throws IOException {
    String pom = Files.readString(ROOT.resolve("pom.xml"));
    assertThat(matches("connection-probe-junit(?:</artifactId>\\s*<version>|:)([^<\"]+)"))
        .hasSize(2)
        .allMatch(version -> pom.contains("-parent</artifactId>\n  <version>" + version + "<"));
  }

  @Test
  void thereAreTwoSetUpCommands() throws IOException {
    assertThat(blocks("sh")).hasSize(2);
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

  private static List<String> blocks(String language) throws IOException {
    return matches("(?s)```" + language + "\n(.*?)```");
  }

  private static List<String> matches(String pattern) throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    return Pattern.compile(pattern)
        .matcher(readme)
        .results()
        .map(result -> result.group(1))
        .toList();
  }

  private static List<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(ReadmeTest::read)
          .map(ReadmeTest::withoutIndentation)
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String withoutIndentation(String code) {
    return code.lines().map(String::strip).collect(joining("\n"));
  }
}
