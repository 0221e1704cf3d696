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
    Markup page = Page.begin("Connections of the build", "").element("h1", "Connections").line();
    page.open("table").line();
    for (ProbeSummary summary : summaries) {
      page.open("tr")
          .element("td", summary.testName())
          .element("td", summary.probe())
          .element("td", "" + summary.opened())
          .element("td", "" + summary.needed())
          .element("td", "" + summary.avoidable())
          .closeLine();
    }
    page.closeLine();
    return Page.end(page);
  }
}
