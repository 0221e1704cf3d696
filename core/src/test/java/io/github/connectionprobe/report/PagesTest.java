package io.github.connectionprobe.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.recording.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Leaves pages in target/pages, each with the figures it must show, for {@code .ci/browser} to open
 * in a browser.
 */
class PagesTest {

  private static final Path PAGES = Path.of("target/pages");

  @Test
  void pagesOfEachKindAreWrittenForTheBrowser() throws IOException {
    write("readme", Recordings.readme());
    write("everything", Recordings.everything());
    write("idle", Recordings.idle());
    write("many", Recordings.many(10_000));
    write("hostile", Recordings.hostile());

    assertThat(PAGES.resolve("many.html")).isNotEmptyFile();
  }

  @Test
  void pageOfABuildWithTenThousandProbesIsWrittenForTheBrowser() throws IOException {
    List<ProbeSummary> summaries = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      boolean lossy = i % 40 == 0;
      summaries.add(
          new ProbeSummary(
              "id" + i,
              "com.example.Orders" + i / 100 + "Test reads" + i % 100 + "()",
              "orders",
              lossy ? 4 : 2,
              2,
              lossy ? 2 : 0,
              10,
              lossy ? Map.of(Cause.REQUEST_CLOSE, 1, Cause.ORPHANED, 1) : Map.of(),
              lossy ? Optional.of(Duration.ofMillis(i)) : Optional.empty(),
              lossy ? Optional.of("readme.html") : Optional.empty(),
              lossy ? Optional.of("readme.pcapng") : Optional.empty()));
    }
    BuildPage.of(summaries).write(PAGES.resolve("build.html"));
    Files.writeString(
        PAGES.resolve("build.json"),
        """
        {"probes": "10,000", "opened": "20,500", "needed": "20,000", "avoidable": "500",
         "efficiency": "97.5 %", "exchanges": "100,000", "lanes": 0}
        """);

    assertThat(PAGES.resolve("build.html")).isNotEmptyFile();
  }

  private static void write(String name, Recording recording) throws IOException {
    Diagnosis diagnosis = Diagnosis.of(recording);
    TimelinePage.of(diagnosis)
        .ofTest("OrderClientTest " + name + "()")
        .write(PAGES.resolve(name + ".html"));
    Files.writeString(
        PAGES.resolve(name + ".json"),
        """
        {"opened": "%,d", "needed": "%,d", "avoidable": "%,d", "exchanges": "%,d",
         "in-flight": "%,d", "open": "%,d", "lanes": %d}
        """
            .formatted(
                recording.opened(),
                diagnosis.needed(),
                diagnosis.avoidable().size(),
                recording.exchangeCount(),
                diagnosis.peakInFlight(),
                recording.stillOpen(),
                Math.min(100, recording.connections().size())));
  }
}
