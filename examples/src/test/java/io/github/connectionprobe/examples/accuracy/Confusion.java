package io.github.connectionprobe.examples.accuracy;

import io.github.connectionprobe.examples.accuracy.Outcome.Verdict;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The table that says how often the diagnosis was right, by client and in total. */
final class Confusion {

  private final List<Outcome> outcomes;

  Confusion(List<Outcome> outcomes) {
    this.outcomes = outcomes.stream().sorted(Comparator.comparing(o -> o.scenario().id())).toList();
  }

  long count(Verdict verdict) {
    return outcomes.stream().filter(o -> o.verdict() == verdict).count();
  }

  List<Outcome> with(Verdict verdict) {
    return outcomes.stream().filter(o -> o.verdict() == verdict).toList();
  }

  /** Returns the table, and under it every outcome that is not simply right. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(row("client", "lossy", "healthy", Verdict::toString));
    Map<String, List<Outcome>> byClient = new TreeMap<>();
    outcomes.forEach(
        o ->
            byClient
                .computeIfAbsent(o.scenario().client().label(), key -> new java.util.ArrayList<>())
                .add(o));
    byClient.forEach((client, some) -> text.append(row(client, some)));
    text.append(row("all", outcomes));
    for (Outcome outcome : outcomes) {
      if (outcome.verdict() != Verdict.RIGHT) {
        text.append("\n").append(outcome.verdict()).append("  ").append(outcome.scenario().id());
        text.append("\n  expected ").append(outcome.scenario().right());
        text.append("\n  said     ").append(outcome.said()).append("\n");
        text.append(outcome.report().indent(4));
      }
    }
    return text.toString();
  }

  /** Returns one line for each scenario. */
  String list() {
    StringBuilder text = new StringBuilder();
    for (Outcome outcome : outcomes) {
      text.append(
          String.format(
              "%-11s %-70s %s%n", outcome.verdict(), outcome.scenario().id(), outcome.said()));
    }
    return text.toString();
  }

  private static String row(String client, List<Outcome> some) {
    Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
    some.forEach(o -> counts.merge(o.verdict(), 1L, Long::sum));
    long lossy = some.stream().filter(o -> o.scenario().lossy()).count();
    return row(
        client,
        Long.toString(lossy),
        Long.toString(some.size() - lossy),
        verdict -> counts.getOrDefault(verdict, 0L).toString());
  }

  private static String row(
      String client,
      String lossy,
      String healthy,
      java.util.function.Function<Verdict, String> cell) {
    StringBuilder row = new StringBuilder(String.format("%-24s%7s%9s", client, lossy, healthy));
    for (Verdict verdict : Verdict.values()) {
      row.append(String.format("%13s", cell.apply(verdict)));
    }
    return row.append('\n').toString();
  }
}
