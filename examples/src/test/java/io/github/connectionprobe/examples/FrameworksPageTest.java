package io.github.connectionprobe.examples;

import static io.github.connectionprobe.examples.Document.sources;
import static io.github.connectionprobe.examples.Document.withoutIndentation;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** docs/frameworks.md shows lines of tests that run, and nothing else. */
class FrameworksPageTest {

  private static final Document PAGE = Document.of("docs/frameworks.md");

  @TestFactory
  Stream<DynamicTest> allCodeStandsInTheTests() {
    List<String> java = new ArrayList<>(sources("examples/frameworks", ".java"));
    java.addAll(sources("examples/src/test/java", ".java"));
    return Stream.concat(
        stand(PAGE.parts("java"), java),
        stand(
            PAGE.parts("kotlin").stream().filter(FrameworksPageTest::isNoBuildScript).toList(),
            sources("examples/frameworks", ".kt")));
  }

  @Test
  void linksLeadSomewhere() {
    assertThat(PAGE.links()).isNotEmpty().allSatisfy(link -> assertThat(link).exists());
  }

  @Test
  void theGradleScriptHasTheVersionThatIsBuiltHere() {
    assertThat(PAGE.matches("connection-probe-junit:([^\"]+)"))
        .hasSize(1)
        .allMatch(Document.of("pom.xml").text().replaceAll("\\s", "")::contains);
  }

  private static Stream<DynamicTest> stand(List<String> parts, List<String> sources) {
    assertThat(parts).isNotEmpty();
    return parts.stream()
        .map(
            part ->
                DynamicTest.dynamicTest(
                    part.strip().lines().findFirst().orElse(""),
                    () ->
                        assertThat(sources)
                            .as("one of the sources has, but for indentation:\n%s", part)
                            .anyMatch(source -> source.contains(withoutIndentation(part)))));
  }

  private static boolean isNoBuildScript(String part) {
    return Stream.of("repositories {", "dependencies {", "tasks.").noneMatch(part::startsWith);
  }
}
