package io.github.connectionprobe.junit;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.report.BuildPage;
import io.github.connectionprobe.report.BuildSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the report of the whole build, and says in three lines what it found. */
final class BuildReport {

  private static final System.Logger LOG = System.getLogger("io.github.connectionprobe");

  private BuildReport() {}

  static void ofAllForks() {
    for (Fork fork : Fork.all()) {
      try {
        fork.end(told -> write(fork.directory(), told));
      } catch (IOException | RuntimeException failed) {
        LOG.log(
            System.Logger.Level.WARNING,
            "No report of the whole build in " + fork.directory(),
            failed);
      }
    }
  }

  private static void write(Path directory, Told told) throws IOException {
    BuildSummary summary = BuildSummary.of(told.summaries());
    AtomicFile.write(directory.resolve("summary.json"), summary.toJson(Instant.now()));
    Path index = directory.resolve("index.html");
    AtomicFile.write(index, BuildPage.of(told.summaries()).toString());
    // While another JVM is at work, it is that one's to say, and it will know more.
    if (told.complete() && summary.lost() > 0) {
      System.out.println(text(summary, index));
    }
  }

  static String text(BuildSummary summary, Path index) {
    return """
        Connection Probe: %d %s opened %d connections where %d would have served (efficiency %d %%)
          %d lost, %d of them avoidable: %s
          See %s"""
        .formatted(
            summary.tests(),
            summary.tests() == 1 ? "test" : "tests",
            summary.opened(),
            summary.needed(),
            (int) (100 * summary.efficiency()),
            summary.lost(),
            summary.avoidable(),
            summary.causes().entrySet().stream()
                .limit(3)
                .map(BuildReport::cause)
                .collect(Collectors.joining(", ")),
            index);
  }

  private static String cause(Map.Entry<Cause, Integer> cause) {
    return cause.getKey().id() + " " + cause.getValue();
  }
}
