package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.assertj.BodyServer;
import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.report.BuildSummary;
import io.github.connectionprobe.report.ProbeSummary;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/** What is kept of a whole build, over several JVMs and runs. */
class BuildReportTest {

  @TempDir Path directory;

  private Kit run(Map<String, String> more, Class<?>... fixtures) {
    return Kit.runWithServer(parameters(more), fixtures);
  }

  private Map<String, String> parameters(Map<String, String> more) {
    Map<String, String> parameters = new HashMap<>(more);
    parameters.put("connectionprobe.summary", "true");
    parameters.put("connectionprobe.artifacts.directory", directory.toString());
    return parameters;
  }

  private Told told() throws IOException {
    AtomicReference<Told> told = new AtomicReference<>();
    Fork.in(directory).end(told::set);
    return told.get();
  }

  @Test
  void everyProbeOfEveryTestIsCountedOnceHoweverOftenItRuns() throws IOException {
    run(Map.of(), LosingFixture.class);
    run(Map.of(), LosingFixture.class, HealthyFixture.class);

    BuildSummary summary = BuildSummary.of(told().summaries());
    assertThat(summary.tests()).isEqualTo(3);
    assertThat(summary.opened()).isEqualTo(6);
    assertThat(summary.needed()).isEqualTo(4);
    assertThat(summary.avoidable()).isEqualTo(2);
    assertThat(summary.causes()).isEqualTo(Map.of(Cause.REQUEST_CLOSE, 2));
    assertThat(told().summaries())
        .extracting(ProbeSummary::testName)
        .containsOnlyOnce("BuildReportTest.LosingFixture closes(Probe)");
  }

  @ConnectionProbe("${server}")
  @OnLostReuse(LostReuse.REPORT)
  static class LosingFixture {
    @Test
    void closes(Probe probe) {
      OkHttpClient client = new OkHttpClient();
      for (int i = 0; i < 3; i++) {
        Http.getAndClose(client, probe.uri("/a"));
      }
    }
  }

  @ConnectionProbe("${server}")
  static class HealthyFixture {
    @Test
    void one(Probe probe) {
      Http.get(probe.uri("/a"));
    }

    @Test
    void two(Probe probe, @ConnectionProbe(value = "${server}", name = "another") Probe another) {
      Http.get(probe.uri("/a"));
      Http.get(another.uri("/a"));
    }
  }

  @Test
  void whatATestDoesInItsLastMethodsCounts() throws IOException {
    run(Map.of(), TidyingFixture.class).passed(2);

    assertThat(told().summaries())
        .extracting(summary -> summary.probe() + " " + summary.opened() + " " + summary.exchanges())
        .containsExactlyInAnyOrder("own 1 2", "own 1 2", "shared 1 2", "shared 0 2");
  }

  static class TidyingFixture {
    @ConnectionProbe("${server}")
    static Probe shared;

    @ConnectionProbe("${server}")
    Probe own;

    @AfterEach
    void tidyUp() {
      Http.get(shared.uri("/tidy"));
      Http.get(own.uri("/tidy"));
    }

    @RepeatedTest(2)
    void asks() {
      Http.get(shared.uri("/a"));
      Http.get(own.uri("/a"));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatTheClientsSocketShowsIsAskedBeforeTheProbeIsClosed() throws IOException {
    try (BodyServer server = new BodyServer(100_000)) {
      Kit.run(parameters(Map.of("server", "localhost:" + server.port())), LeakingFixture.class)
          .passed(1);
    }

    assertThat(told().summaries())
        .extracting(ProbeSummary::causes)
        .containsExactly(Map.of(Cause.LEAKED_RESPONSE, 1));
  }

  @ConnectionProbe("${server}")
  @OnLostReuse(LostReuse.REPORT)
  static class LeakingFixture {
    @Test
    void leaks(Probe probe) throws IOException {
      assertThat(UnreadResponseTest.unread(new OkHttpClient(), probe, 2)).hasSize(2);
    }
  }

  @Test
  void budgetThatIsExceededFailsTheEngine() {
    Throwable failure =
        run(Map.of("connectionprobe.budget", "1"), LosingFixture.class, HealthyFixture.class)
            .failure();

    assertThat(failure)
        .isInstanceOf(AssertionFailedError.class)
        .hasMessage(
            """
            The tests of this build opened 2 avoidable connections, and its budget is 1.
            See %s for where, or set the JUnit configuration parameter connectionprobe.budget to 2."""
                .formatted(directory.resolve("index.html")));
  }

  @Test
  void budgetThatIsKeptFailsNothing() {
    run(Map.of("connectionprobe.budget", "2"), LosingFixture.class).passed(1);
  }

  @Test
  void nothingIsWrittenWhereNoReportIsWanted() {
    run(Map.of(), UnprobedFixture.class).passed(1);
    Kit.runWithServer(
            Map.of("connectionprobe.artifacts.directory", directory.toString()),
            HealthyFixture.class)
        .passed(2);

    assertThat(directory).isEmptyDirectory();
  }

  static class UnprobedFixture {
    @Test
    void passes() {}
  }

  @Test
  void forksThatRunBesideThisOneCountAndThoseOfEarlierBuildsDoNot() throws IOException {
    Path fragments = Files.createDirectories(directory.resolve(".fragments"));
    Path stale = fragments.resolve("1-1.fragment");
    Path timeline = Files.createDirectories(directory.resolve("A/b")).resolve("c.html");
    Files.writeString(timeline, "of an earlier build");
    Path capture = timeline.resolveSibling("c.html.pcapng");
    Files.writeString(capture, "of the same");
    Fragment.begin(stale, "1-1", "2-2");
    Fragment.add(stale, List.of(entry("stale", Optional.of("A/b/c.html"))));
    Files.setLastModifiedTime(stale, FileTime.fromMillis(0));
    Path beside = fragments.resolve("beside.fragment");
    // A JVM that is at work, as this one is.
    Fragment.begin(beside, BuildOrigin.name(ProcessHandle.current()), "3-3");
    Fragment.add(beside, List.of(entry("beside", Optional.empty())));
    Files.writeString(fragments.resolve("broken.fragment"), "?");

    Told told = Fork.in(directory).tell(List.of(entry("own", Optional.empty())));

    assertThat(told.summaries())
        .extracting(ProbeSummary::testId)
        .containsExactlyInAnyOrder("beside", "own");
    assertThat(told.complete()).isFalse();
    assertThat(stale).doesNotExist();
    assertThat(timeline).doesNotExist();
    assertThat(capture).doesNotExist();
    assertThat(fragments.resolve("broken.fragment")).doesNotExist();
    Fragment.end(beside);
    assertThat(told().complete()).isTrue();
  }

  @Test
  void whatAKilledJvmHadToldBeforeItsLastWordsCounts() throws IOException {
    Path file = directory.resolve("1-1.fragment");
    Fragment.begin(file, "1-1", "2-2");
    Fragment.add(file, List.of(entry("one", Optional.empty()), entry("two", Optional.empty())));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 3));

    Fragment read = Fragment.read(file);

    assertThat(read.entries()).containsExactly(entry("one", Optional.empty()));
    assertThat(read.running()).isFalse();
  }

  @Test
  void anEntryReadsAsItWasWritten() throws IOException {
    Path file = directory.resolve("1-1.fragment");
    Entry full = entry("größer " + "x".repeat(70_000), Optional.of("a/b.html"));
    Fragment.begin(file, "1-1", "2-2");
    Fragment.add(file, List.of(full));
    Fragment.end(file);

    Fragment read = Fragment.read(file);

    assertThat(read.entries()).containsExactly(full);
    assertThat(read.ended()).isTrue();
    assertThat(read.origin()).isEqualTo("2-2");
  }

  @Test
  void threeLinesSayWhatWasLost() {
    BuildSummary summary = BuildSummary.of(List.of(entry("one", Optional.empty()).summary()));

    assertThat(BuildReport.text(summary, Path.of("target/connection-probe/index.html")))
        .isEqualTo(
            """
            Connection Probe: 1 test opened 3 connections where 1 would have served (efficiency 33 %)
              2 lost, 1 of them avoidable: request-close 1, response-close 1
              See target/connection-probe/index.html"""
                .replace("/", File.separator.equals("/") ? "/" : "\\"));
  }

  private static Entry entry(String id, Optional<String> timeline) {
    return new Entry(
        0,
        new ProbeSummary(
            id,
            "Test " + id,
            "probe",
            3,
            1,
            1,
            7,
            Map.of(Cause.REQUEST_CLOSE, 1, Cause.RESPONSE_CLOSE, 1),
            Optional.of(Duration.ofNanos(1_234_567)),
            timeline,
            timeline.map(page -> page + ".pcapng")),
        timeline.map(page -> List.of(page, page + ".pcapng")).orElse(List.of()));
  }
}
