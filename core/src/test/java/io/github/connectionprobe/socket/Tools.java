package io.github.connectionprobe.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Programs of the machine that tests are judged by. */
public final class Tools {

  private Tools() {}

  /**
   * Skips the test, with the reason, where a program is missing; fails it instead where {@code
   * CONNECTION_PROBE_REQUIRE_TOOLS} is {@code true}, as in continuous integration.
   */
  public static void require(String... programs) {
    for (String program : programs) {
      if (!found(program)) {
        missing("The program \"" + program + "\" is not on the PATH.");
      }
    }
  }

  /** Skips the test for that reason, or fails it where nothing may be skipped. */
  public static void missing(String reason) {
    if ("true".equals(System.getenv("CONNECTION_PROBE_REQUIRE_TOOLS"))) {
      fail(reason + " CONNECTION_PROBE_REQUIRE_TOOLS=true does not let this test be skipped.");
    }
    abort(reason);
  }

  private static boolean found(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .map(directory -> Path.of(directory, program))
        .anyMatch(Files::isExecutable);
  }

  /** Runs a program to its end and returns what it printed. */
  public static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(String.join(" ", command) + ": " + printed).isZero();
    return printed;
  }
}
