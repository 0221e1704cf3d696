package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tests leave behind, in which place, and what their failures say about it. */
class ArtifactsTest {

  private static final String TYPE = "io.github.connectionprobe.junit.ArtifactsTest.";

  @TempDir Path directory;

  private Kit run(String artifacts, Class<?>... fixtures) {
    return Kit.runWithServer(
        Map.of(
            "connectionprobe.artifacts",
            artifacts,
            "connectionprobe.artifacts.directory",
            directory.toString()),
        fixtures);
  }

  private List<String> files() {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private String timeline(String file) {
    return "Timeline: " + directory.resolve(file);
  }

  private static List<String> suppressed(Throwable failure) {
    return Arrays.stream(failure.getSuppressed()).map(Throwable::getMessage).toList();
  }

  @Test
  void guardsFailureEndsWithThePathOfTheTimeline() throws IOException {
    Throwable failure = run("on_failure", GuardedFixture.class).failure();

    String file = TYPE + "GuardedFixture/closes/GuardedFixture.html";
    assertThat(files()).containsExactly(file);
    assertThat(failure).hasMessageEndingWith("\n\n" + timeline(file));
    assertThat(failure.getSuppressed()).isEmpty();
    assertThat(Files.readString(directory.resolve(file)))
        .startsWith("<!DOCTYPE html>")
        .contains("ArtifactsTest.GuardedFixture closes(Probe)")
        .endsWith("</html>\n");
  }

  @ConnectionProbe("${server}")
  static class GuardedFixture {
    @Test
    void closes(Probe probe) {
      OkHttpClient client = new OkHttpClient();
      Http.getAndClose(client, probe.uri("/a"));
      Http.getAndClose(client, probe.uri("/b"));
    }

    @Test
    void passes(Probe probe) {
      Http.get(probe.uri("/a"));
    }
  }

  @Test
  void otherFailuresNameTheTimelineBesideWhatWasRecorded() {
    Throwable failure = run("on_failure", FailingFixture.class).failure();

    String file = TYPE + "FailingFixture/fails/orders.html";
    assertThat(failure).hasMessage("no order");
    assertThat(suppressed(failure))
        .hasSize(2)
        .satisfies(
            messages -> {
              assertThat(messages.get(0)).contains("saw 1 exchange on 1 connection");
              assertThat(messages.get(1)).isEqualTo(timeline(file));
            });
    assertThat(files()).containsExactly(file);
  }

  static class FailingFixture {
    @Test
    void fails(@ConnectionProbe(value = "${server}", name = "orders") Probe probe) {
      Http.get(probe.uri("/a"));
      fail("no order");
    }
  }

  @Test
  void failedAssertionsOnTheProbeNameTheTimelineToo() {
    Throwable failure = run("on_failure", AssertedFixture.class).failure();

    assertThat(failure).hasMessageContaining("to have opened 2 connections but it opened 1");
    assertThat(suppressed(failure))
        .containsExactly(timeline(TYPE + "AssertedFixture/asserts/AssertedFixture.html"));
  }

  @ConnectionProbe("${server}")
  static class AssertedFixture {
    @Test
    void asserts(Probe probe) {
      Http.get(probe.uri("/a"));
      probe.assertConnectionsOpened(2);
    }
  }

  @Test
  void unmetExpectationsNameTheTimelineToo() {
    assertThat(suppressed(run("on_failure", ExpectingFixture.class).failure()))
        .containsExactly(timeline(TYPE + "ExpectingFixture/expects/ExpectingFixture.html"));
  }

  @ConnectionProbe("${server}")
  static class ExpectingFixture {
    @Test
    @ExpectConnections(exactly = 2)
    void expects(Probe probe) {
      Http.get(probe.uri("/a"));
    }
  }

  @Test
  void failureAfterTheTestLeavesATimeline() {
    run("on_failure", AfterEachFixture.class).failure();

    assertThat(files()).containsExactly(TYPE + "AfterEachFixture/test/AfterEachFixture.html");
  }

  @ConnectionProbe("${server}")
  static class AfterEachFixture {
    @Test
    void test(Probe probe) {
      Http.get(probe.uri("/a"));
    }

    @AfterEach
    void fails() {
      fail("too late");
    }
  }

  @Test
  void invocationsOverloadsNestedClassesAndProbesOfOneNameAreKeptApart() {
    run("always", ManyFixture.class);

    String many = TYPE + "ManyFixture";
    assertThat(files())
        .hasSize(10)
        .contains(
            many + "/parameterized.1/ManyFixture.html",
            many + "/parameterized.2/ManyFixture.html",
            many + "/repeated.1/ManyFixture.html",
            many + "/repeated.2/ManyFixture.html",
            many + ".Inner/two/ManyFixture.html",
            many + ".Inner/two/manyfixture.2.html");
    assertThat(files().stream().filter(file -> file.startsWith(many + "/overloaded")))
        .hasSize(2)
        .allMatch(file -> file.matches(".*/overloaded-[0-9a-f]{8}/ManyFixture.html"));
    assertThat(files().stream().filter(file -> file.matches(many + "/[cC]apital-.*"))).hasSize(2);
  }

  @ConnectionProbe("${server}")
  static class ManyFixture {
    @ParameterizedTest
    @ValueSource(strings = {"a/b", "c:d"})
    void parameterized(String path, Probe probe) {
      Http.get(probe.uri("/a"));
    }

    @RepeatedTest(2)
    void repeated(Probe probe) {
      Http.get(probe.uri("/a"));
    }

    @Test
    void overloaded(Probe probe) {
      Http.get(probe.uri("/a"));
    }

    @Test
    void overloaded(Probe probe, TestInfo info) {
      Http.get(probe.uri("/a"));
    }

    @Test
    void capital(Probe probe) {
      Http.get(probe.uri("/a"));
    }

    @Test
    void Capital(Probe probe) {
      Http.get(probe.uri("/a"));
    }

    @Nested
    class Inner {
      @Test
      void two(
          @ConnectionProbe(value = "${server}", name = "ManyFixture") Probe one,
          @ConnectionProbe(value = "${server}", name = "manyfixture") Probe two) {
        Http.get(one.uri("/a"));
        Http.get(two.uri("/a"));
      }
    }
  }

  @Test
  void nothingIsLeftBehindOfTestsThatPassOrAreAbortedOrNeverUsedTheProbe() {
    run("on_failure", QuietFixture.class);

    assertThat(files()).isEmpty();
  }

  @ConnectionProbe("${server}")
  static class QuietFixture {
    @Test
    void passes(Probe probe) {
      Http.get(probe.uri("/a"));
    }

    @Test
    void aborts(Probe probe) {
      Http.get(probe.uri("/a"));
      Assumptions.abort("not here");
    }

    @Test
    void goesRound(Probe probe) {}
  }

  @Test
  void theProbesOwnSettingCountsMoreThanTheBuilds() {
    run("never", AlwaysFixture.class).passed(2);

    assertThat(files())
        .containsExactly(
            TYPE + "AlwaysFixture/annotated/annotated.html",
            TYPE + "AlwaysFixture/registered/registered.html");
  }

  static class AlwaysFixture {
    @RegisterExtension
    ConnectionProbeExtension registered =
        ConnectionProbeExtension.to("${server}").artifacts(Artifacts.ALWAYS).build();

    @Test
    void registered() {
      Http.get(registered.uri("/a"));
    }

    @Test
    void annotated(
        @ConnectionProbe(value = "${server}", name = "annotated", artifacts = Artifacts.ALWAYS)
            Probe probe) {
      registered.assertConnectionsOpened(0);
      Http.get(probe.uri("/a"));
    }
  }

  @Test
  void folderThatTakesNoFilesFailsNoTestAndIsToldInFailures() throws IOException {
    Path file = Files.writeString(directory.resolve("taken"), "not a folder");
    Map<String, String> parameters =
        Map.of(
            "connectionprobe.artifacts", "always",
            "connectionprobe.artifacts.directory", file.toString(),
            "connectionprobe.summary", "true",
            "connectionprobe.budget", "0");

    Kit kit = Kit.runWithServer(parameters, GuardedFixture.class);

    assertThat(kit.failure())
        .hasMessageMatching(
            "(?s).*\n\nTimeline: .*taken.* could not be written: java.nio.file.*Exception: .*");
    assertThat(file).hasContent("not a folder");
  }

  @Test
  void settingsThatMakeNoSenseAreTold() {
    assertAll(
        Map.of(
                "connectionprobe.artifacts",
                "never, on_failure or always",
                "connectionprobe.artifacts.directory",
                "a folder, such as target/connection-probe",
                "connectionprobe.summary",
                "true or false",
                "connectionprobe.budget",
                "the number of avoidable connections that the build may open")
            .entrySet()
            .stream()
            .map(
                entry ->
                    () ->
                        assertThat(
                                Kit.runWithServer(
                                        Map.of(entry.getKey(), "\0?"), AssertedFixture.class)
                                    .failure())
                            .hasMessage(
                                "The JUnit configuration parameter %s is \"\0?\". Set it to %s, or remove it."
                                    .formatted(entry.getKey(), entry.getValue()))));
  }

  @Test
  void aThreadThatTheTestLeftInterruptedWritesAllTheSame() {
    Throwable failure = run("on_failure", InterruptedFixture.class).failure();

    String file = TYPE + "InterruptedFixture/fails/InterruptedFixture.html";
    assertThat(failure).hasMessage("no order");
    assertThat(suppressed(failure)).contains(timeline(file));
    assertThat(files()).containsExactly(file);
  }

  @ConnectionProbe("${server}")
  static class InterruptedFixture {
    @Test
    void fails(Probe probe) {
      Http.get(probe.uri("/a"));
      Thread.currentThread().interrupt();
      fail("no order");
    }
  }
}
