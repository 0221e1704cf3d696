package io.github.connectionprobe.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * What all probes of a build saw, as one HTML page that needs nothing from outside: totals, causes
 * by how often they occurred, and the tests with those that lost most first. The same summaries
 * give the same page, in whatever order they come. Safe for use by several threads.
 *
 * <pre>{@code
 * BuildPage.of(summaries).write(Path.of("target/connection-probe/index.html"));
 * }</pre>
 */
public final class BuildPage {

  private static final Comparator<ProbeSummary> MOST_LOST_FIRST =
      Comparator.comparingInt(ProbeSummary::avoidable)
          .thenComparingInt(ProbeSummary::lost)
          .reversed()
          .thenComparing(ProbeSummary::testName)
          .thenComparing(ProbeSummary::probe)
          .thenComparing(ProbeSummary::testId);

  private final List<ProbeSummary> summaries;

  private BuildPage(List<ProbeSummary> summaries) {
    this.summaries = summaries;
  }

  /** Returns the page of these probes. */
  public static BuildPage of(List<ProbeSummary> summaries) {
    return new BuildPage(summaries.stream().sorted(MOST_LOST_FIRST).toList());
  }

  /**
   * Writes the page as UTF-8, and creates the folders above it where they are missing.
   *
   * @param file where to; overwritten where it exists
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    Page.write(toString(), file);
  }

  /** Returns the page. */
  @Override
  public String toString() {
    BuildTotals totals = new BuildTotals(summaries);
    Markup out = Page.begin("Connections of the build", PageStyle.CSS);
    out.open("header").line().element("h1", "Connections of the build").line();
    out.open("p", "class", totals.avoidable() > 0 ? "verdict bad" : "verdict");
    out.text(totals.verdict()).closeLine();
    out.closeLine();
    Figures.begin(out)
        .add("probes", "probes", summaries.size())
        .add("opened", "opened", totals.opened())
        .add("needed", "needed", totals.needed())
        .addLoss("avoidable", "avoidable", totals.avoidable())
        .add("efficiency", "efficiency", totals.efficiency(), "")
        .add("exchanges", "exchanges", totals.exchanges())
        .end();
    totals.writeCauses(out);
    BuildTests.writeHandshakes(out, summaries);
    BuildTests.write(out, summaries);
    return Page.end(out);
  }
}
