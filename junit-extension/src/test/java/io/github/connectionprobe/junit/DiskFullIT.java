package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A file system without room for what tests leave behind: a real one, mounted and filled. */
@EnabledOnOs(OS.LINUX)
class DiskFullIT {

  @TempDir Path directory;

  @BeforeEach
  void mount() throws Exception {
    Process mount =
        new ProcessBuilder(
                "mount", "-t", "tmpfs", "-o", "size=64k", "connection-probe", directory.toString())
            .start();
    String refusal =
        new String(mount.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (mount.waitFor() != 0) {
      String reason = "A file system cannot be mounted here: " + refusal;
      if ("true".equals(System.getenv("CONNECTION_PROBE_REQUIRE_TOOLS"))) {
        fail(reason);
      }
      abort(reason);
    }
    try (OutputStream full = Files.newOutputStream(directory.resolve("full"))) {
      for (int i = 0; i < 1_024; i++) {
        full.write(new byte[1_024]);
      }
      fail("The file system takes more than it has room for");
    } catch (IOException noRoomLeft) {
      assertThat(noRoomLeft).hasMessageContaining("No space left");
    }
  }

  @AfterEach
  void unmount() throws Exception {
    new ProcessBuilder("umount", directory.toString()).start().waitFor();
  }

  private Kit run(Class<?> fixture) {
    Map<String, String> parameters =
        Map.of(
            ReportSettings.ARTIFACTS,
            "always",
            ReportSettings.SUMMARY,
            "true",
            ReportSettings.DIRECTORY,
            directory.toString());
    return Kit.runWithServer(parameters, fixture);
  }

  @Test
  void withoutRoomATestFailsWithItsOwnFailureAndThePlaceThatHadNone() {
    Throwable failure = run(FailingFixture.class).failure();

    assertThat(failure).hasMessage("no order");
    List<String> suppressed =
        Arrays.stream(failure.getSuppressed()).map(Throwable::getMessage).toList();
    assertThat(suppressed)
        .anySatisfy(
            message ->
                assertThat(message)
                    .startsWith("Timeline: " + directory)
                    .contains("could not be written")
                    .contains("No space left on device"));
  }

  @Test
  void withoutRoomATestThatPassesStillPasses() {
    run(PassingFixture.class).passed(1);
  }

  @ConnectionProbe("${server}")
  static class FailingFixture {
    @Test
    void fails(Probe probe) {
      Http.get(probe.uri("/a"));
      fail("no order");
    }
  }

  @ConnectionProbe("${server}")
  static class PassingFixture {
    @Test
    void passes(Probe probe) {
      Http.get(probe.uri("/a"));
    }
  }
}
