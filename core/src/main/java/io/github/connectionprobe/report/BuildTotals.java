package io.github.connectionprobe.report;

import io.github.connectionprobe.diagnosis.Cause;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The sums of a build. */
final class BuildTotals {

  private static final class Count {
    private long connections;
    private long probes;
  }

  private final List<ProbeSummary> summaries;
  private final Map<Cause, Count> causes = new EnumMap<>(Cause.class);

  BuildTotals(List<ProbeSummary> summaries) {
    this.summaries = summaries;
    for (ProbeSummary summary : summaries) {
      summary.causes().forEach(this::add);
    }
  }

  private void add(Cause cause, int connections) {
    Count count = causes.computeIfAbsent(cause, any -> new Count());
    count.connections += connections;
    count.probes++;
  }

  long opened() {
    return sum(ProbeSummary::opened);
  }

  long needed() {
    return sum(ProbeSummary::needed);
  }

  long avoidable() {
    return sum(ProbeSummary::avoidable);
  }

  long exchanges() {
    return sum(ProbeSummary::exchanges);
  }

  private long sum(ToLongFunction<ProbeSummary> number) {
    return summaries.stream().mapToLong(number).sum();
  }

  /** Returns which share of the connections opened was needed, never rounded up to all of them. */
  String efficiency() {
    if (opened() == 0) {
      return "–";
    }
    return BigDecimal.valueOf(100 * needed())
            .divide(BigDecimal.valueOf(opened()), 1, RoundingMode.DOWN)
            .stripTrailingZeros()
            .toPlainString()
        + " %";
  }

  String verdict() {
    if (opened() == 0) {
      return "No connection came through a probe.";
    }
    String numbers =
        TextReport.count(opened())
            + (opened() == 1 ? " connection was" : " connections were")
            + " opened where "
            + TextReport.count(needed())
            + " would have served";
    long probes = summaries.stream().filter(summary -> summary.avoidable() > 0).count();
    return avoidable() == 0
        ? numbers + "; the clients could have spared none."
        : numbers
            + "; the clients could have spared "
            + TextReport.count(avoidable())
            + ", in "
            + TextReport.count(probes)
            + (probes == 1 ? " test." : " tests.");
  }

  /** Writes the causes, the most frequent one first. */
  void writeCauses(Markup out) {
    if (causes.isEmpty()) {
      return;
    }
    out.open("section", "aria-labelledby", "causes").line();
    out.element("h2", "Causes", "id", "causes").line();
    out.open("table").line().open("thead").open("tr");
    out.element("th", "Cause", "scope", "col");
    out.element("th", "Connections", "scope", "col", "class", "n");
    out.element("th", "Tests", "scope", "col", "class", "n");
    out.close().closeLine().open("tbody").line();
    causes.entrySet().stream()
        .sorted(Comparator.comparingLong(entry -> -entry.getValue().connections))
        .forEach(entry -> writeCause(out, entry.getKey(), entry.getValue()));
    out.closeLine().closeLine().closeLine();
  }

  private static void writeCause(Markup out, Cause cause, Count count) {
    out.open("tr").open("td").element("strong", cause.title()).text(" ");
    out.element("code", cause.id()).close();
    out.element("td", TextReport.count(count.connections), "class", "n");
    out.element("td", TextReport.count(count.probes), "class", "n").closeLine();
  }
}
