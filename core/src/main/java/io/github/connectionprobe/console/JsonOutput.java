package io.github.connectionprobe.console;

import io.github.connectionprobe.recording.Recording;
import java.io.PrintStream;
import java.util.List;

/** One JSON object a line, as docs/console.md describes them. */
final class JsonOutput implements Output {

  private final PrintStream out;

  JsonOutput(PrintStream out) {
    this.out = out;
  }

  @Override
  public void started(Recording recording, String address) {
    print(
        new Details()
            .with("event", "started")
            .with("at_ms", 0)
            .with("started_at", recording.startedAt().toString())
            .with("listener", address)
            .with("upstream", recording.upstream()));
  }

  @Override
  public void happened(List<Fact> facts, Recording recording) {
    for (Fact fact : facts) {
      Details line =
          new Details().with("event", fact.event()).with("at_ms", fact.at()).with("id", fact.id());
      fact.details().forEach(line::with);
      print(line);
    }
  }

  @Override
  public void ended(Verdict verdict) {
    print(VerdictJson.of(verdict));
  }

  private void print(Details line) {
    out.println(Json.of(line.toMap()));
    out.flush();
  }

  @Override
  public boolean failed() {
    return out.checkError();
  }
}
