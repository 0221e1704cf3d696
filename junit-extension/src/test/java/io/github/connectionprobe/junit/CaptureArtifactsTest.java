package io.github.connectionprobe.junit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Captures that tests leave behind, which hold bodies and so are there on request only. */
class CaptureArtifactsTest {

  private static final String TYPE = "io.github.connectionprobe.junit.CaptureArtifactsTest.";

  /** How a pcapng file begins, and with little-endian numbers goes on. */
  private static final String PCAPNG = "\n\r\r\n";

  @TempDir Path directory;

  private Kit run(Map<String, String> parameters, Class<?>... fixtures) {
    Map<String, String> all = new HashMap<>(parameters);
    all.put("connectionprobe.artifacts.directory", directory.toString());
    all.putIfAbsent("connectionprobe.artifacts", "on_failure");
    return Kit.runWithServer(all, fixtures);
  }

  private Kit runForBoth(Class<?>... fixtures) {
    return run(Map.of("connectionprobe.artifacts.kinds", "capture, Timeline"), fixtures);
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

  private String capture(String file) throws IOException {
    return Files.readString(directory.resolve(file), ISO_8859_1);
  }

  @Test
  void guardsFailureEndsWithThePathsOfTimelineAndCapture() throws IOException {
    Throwable failure = runForBoth(GuardedFixture.class).failure();

    String place = TYPE + "GuardedFixture/closes/GuardedFixture";
    assertThat(failure)
        .hasMessageEndingWith(
            "\n\nTimeline: "
                + directory.resolve(place + ".html")
                + "\nCapture: "
                + directory.resolve(place + ".pcapng"));
    assertThat(files()).containsExactly(place + ".html", place + ".pcapng");
    assertThat(capture(place + ".pcapng"))
        .startsWith(PCAPNG)
        .contains("GET /a HTTP/1.1", "exchange 1.1 starts: GET /a")
        .contains("GET /b HTTP/1.1", "why #2 was opened: request-close (observed)");
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
      Http.get(probe.uri("/c"));
    }
  }

  @Test
  void otherFailuresNameTheCaptureBesideWhatWasRecorded() {
    Throwable failure = runForBoth(FailingFixture.class).failure();

    String place = TYPE + "FailingFixture/fails/FailingFixture";
    assertThat(failure).hasMessage("no order");
    assertThat(failure.getSuppressed()[1])
        .hasMessage(
            "Timeline: "
                + directory.resolve(place + ".html")
                + "\nCapture: "
                + directory.resolve(place + ".pcapng"));
  }

  @ConnectionProbe("${server}")
  static class FailingFixture {
    @Test
    void fails(Probe probe) {
      Http.get(probe.uri("/a"));
      fail("no order");
    }
  }

  @Test
  void theProbesOwnKindsCountMoreThanTheBuilds() {
    runForBoth(KindsFixture.class).passed(1);

    assertThat(files())
        .containsExactly(
            TYPE + "KindsFixture/uses/annotated.pcapng",
            TYPE + "KindsFixture/uses/registered.html");
  }

  static class KindsFixture {
    @RegisterExtension
    ConnectionProbeExtension registered =
        ConnectionProbeExtension.to("${server}")
            .artifacts(Artifacts.ALWAYS)
            .artifactKinds(ArtifactKind.TIMELINE)
            .build();

    @Test
    void uses(
        @ConnectionProbe(
                value = "${server}",
                name = "annotated",
                artifacts = Artifacts.ALWAYS,
                artifactKinds = ArtifactKind.CAPTURE)
            Probe probe) {
      Http.get(registered.uri("/a"));
      Http.get(probe.uri("/a"));
    }
  }

  @Test
  void capturesNeitherStartNorStayWhereNothingIsToBeLeftBehind() {
    Map<String, String> never =
        Map.of(
            "connectionprobe.artifacts", "never",
            "connectionprobe.artifacts.kinds", "capture");

    run(never, GuardedFixture.class).failure();

    assertThat(files()).isEmpty();
  }

  @Test
  void aProbeInAStaticFieldCapturesFromTheStartOfItsClass() throws IOException {
    runForBoth(StaticFixture.class).failure();

    assertThat(capture(TYPE + "StaticFixture/fails/probe.pcapng"))
        .startsWith(PCAPNG)
        .contains("GET /a HTTP/1.1");
  }

  static class StaticFixture {
    @ConnectionProbe("${server}")
    static Probe probe;

    @Test
    void fails() {
      Http.get(probe.uri("/a"));
      fail("no order");
    }
  }

  @Test
  void folderThatTakesNoFilesIsToldForEachOfThem() throws IOException {
    Path taken = Files.writeString(directory.resolve(TYPE + "GuardedFixture"), "not a folder");

    assertThat(runForBoth(GuardedFixture.class).failure())
        .hasMessageMatching(
            "(?s).*\n\nTimeline: \\S+\\.html could not be written: \\S+Exception: [^\n]+"
                + "\nCapture: \\S+\\.pcapng could not be written: \\S+Exception: [^\n]+");
    assertThat(taken).hasContent("not a folder");
  }

  @Test
  void kindsThatThereAreNotAreTold() {
    Map<String, String> wrong = Map.of("connectionprobe.artifacts.kinds", "timeline,picture");

    assertThat(run(wrong, FailingFixture.class).failure())
        .hasMessage(
            "The JUnit configuration parameter connectionprobe.artifacts.kinds is"
                + " \"timeline,picture\". Set it to timeline, capture or both with a comma, or"
                + " remove it.");
  }
}
