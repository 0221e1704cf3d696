package io.github.connectionprobe.report;

import io.github.connectionprobe.diagnosis.Cause;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The tests of a build, one row a probe. */
final class BuildTests {

  /** Rows beyond these are folded away, so that a page of any size opens at once. */
  private static final int UNFOLDED = 200;

  private static final int HANDSHAKES = 5;
  private static final String UNRESERVED = "-._~/";

  private BuildTests() {}

  /** Writes the summaries in the order given: those that lost connections, then the others. */
  static void write(Markup out, List<ProbeSummary> summaries) {
    if (summaries.isEmpty()) {
      return;
    }
    int lossy = (int) summaries.stream().filter(summary -> summary.lost() > 0).count();
    int unfolded =
        Math.min(UNFOLDED, summaries.size() <= UNFOLDED ? UNFOLDED : Math.max(20, lossy));
    List<ProbeSummary> first = summaries.subList(0, Math.min(unfolded, summaries.size()));
    List<ProbeSummary> others = summaries.subList(first.size(), summaries.size());
    out.open("section", "aria-labelledby", "tests").line();
    out.element("h2", "Tests", "id", "tests").line();
    writeTable(out, first);
    if (!others.isEmpty()) {
      out.open("details")
          .element(
              "summary", TextReport.count(others.size()) + " more, which lost no more than these");
      writeTable(out, others);
      out.closeLine();
    }
    out.closeLine();
  }

  private static void writeTable(Markup out, List<ProbeSummary> summaries) {
    out.open("table", "class", "tests").line().open("thead").open("tr");
    out.element("th", "Test", "scope", "col");
    for (String column : List.of("Opened", "Needed", "Avoidable")) {
      out.element("th", column, "scope", "col", "class", "n");
    }
    out.close().closeLine().open("tbody").line();
    summaries.forEach(summary -> writeRow(out, summary));
    out.closeLine().closeLine();
  }

  private static void writeRow(Markup out, ProbeSummary summary) {
    out.open("tr").open("td");
    writeName(out, summary);
    out.open("div", "class", "note").text("probe " + Printable.cut(summary.probe(), 100));
    if (!summary.causes().isEmpty()) {
      out.text(": " + causes(summary.causes()));
    }
    if (summary.capture().isPresent()) {
      out.text("; ").element("a", "capture", "href", "./" + encode(summary.capture().get()));
    }
    out.close().close();
    out.element("td", TextReport.count(summary.opened()), "class", "n");
    out.element("td", TextReport.count(summary.needed()), "class", "n");
    String style = summary.avoidable() > 0 ? "n bad" : "n";
    out.element("td", TextReport.count(summary.avoidable()), "class", style).closeLine();
  }

  private static void writeName(Markup out, ProbeSummary summary) {
    String name = summary.testName().isBlank() ? summary.testId() : summary.testName();
    if (summary.timeline().isPresent()) {
      out.element("a", name, "href", "./" + encode(summary.timeline().get()));
    } else {
      out.text(name);
    }
  }

  private static String causes(Map<Cause, Integer> causes) {
    return causes.entrySet().stream()
        .map(entry -> TextReport.count(entry.getValue()) + " × " + entry.getKey().id())
        .collect(Collectors.joining(", "));
  }

  /** Writes the slowest TLS handshakes, where any were seen. */
  static void writeHandshakes(Markup out, List<ProbeSummary> summaries) {
    List<ProbeSummary> slowest =
        summaries.stream()
            .filter(summary -> summary.slowestHandshake().isPresent())
            .sorted(
                Comparator.comparing(
                        (ProbeSummary summary) -> summary.slowestHandshake().orElse(Duration.ZERO))
                    .reversed())
            .limit(HANDSHAKES)
            .toList();
    if (slowest.isEmpty()) {
      return;
    }
    out.open("section", "aria-labelledby", "handshakes").line();
    out.element("h2", "Slowest TLS handshakes", "id", "handshakes").line().open("ol").line();
    for (ProbeSummary summary : slowest) {
      out.open("li");
      out.text(summary.slowestHandshake().map(Clock::span).orElse("") + ": ");
      writeName(out, summary);
      out.text(", probe " + Printable.cut(summary.probe(), 100)).closeLine();
    }
    out.closeLine().closeLine();
  }

  /** Percent-encodes a relative address, so that no name can pass for another kind of address. */
  static String encode(String address) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : address.getBytes(StandardCharsets.UTF_8)) {
      boolean plain =
          (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || (b >= '0' && b <= '9')
              || UNRESERVED.indexOf(b) >= 0;
      if (plain) {
        encoded.append((char) b);
      } else {
        encoded.append(String.format("%%%02X", b));
      }
    }
    return encoded.toString();
  }
}
