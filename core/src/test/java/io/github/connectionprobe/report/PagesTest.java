package io.github.connectionprobe.report;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.recording.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PagesTest {

  private static final Path PAGES = Path.of("target/pages");

  @Test
  void writesPages() throws IOException {
    Map<String, Recording> recordings = new LinkedHashMap<>();
    recordings.put("readme", Recordings.readme());
    recordings.put("everything", Recordings.everything());
    recordings.put("idle", Recordings.idle());
    recordings.put("many", Recordings.many(10_000));
    recordings.put("hostile", Recordings.hostile());
    List<ProbeSummary> summaries = new ArrayList<>();
    for (var entry : recordings.entrySet()) {
      Diagnosis diagnosis = Diagnosis.of(entry.getValue());
      TimelinePage.of(diagnosis)
          .ofTest("OrderClientTest " + entry.getKey() + "()")
          .write(PAGES.resolve(entry.getKey() + ".html"));
      summaries.add(
          ProbeSummary.of(entry.getKey(), "OrderClientTest " + entry.getKey() + "()", diagnosis)
              .withTimeline(entry.getKey() + ".html"));
    }
    for (int i = 0; i < 10_000; i++) {
      summaries.add(
          new ProbeSummary(
              "id" + i,
              "com.example.Some" + i / 100 + "Test test" + i + "()",
              "orders",
              3,
              3,
              0,
              10,
              Map.of(),
              Optional.of(Duration.ofMillis(i)),
              Optional.empty()));
    }
    java.nio.file.Files.writeString(
        PAGES.resolve("picture.svg"), TimelinePage.of(Diagnosis.of(Recordings.readme())).picture());
    BuildPage.of(summaries).write(PAGES.resolve("index.html"));
  }
}
