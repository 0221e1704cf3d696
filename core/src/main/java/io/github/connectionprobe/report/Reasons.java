package io.github.connectionprobe.report;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.diagnosis.Responsible;
import io.github.connectionprobe.recording.RecordedConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The part of a report that says why connections were opened, those of one cause together. */
final class Reasons {

  /** So many numbers are readable in a heading. */
  private static final int NUMBERS = 5;

  private Reasons() {}

  /** What explanations must have in common to be told as one. */
  private record Group(Cause cause, Responsible responsible, String fix) {}

  static List<String> lines(Diagnosis diagnosis) {
    List<String> lines = new ArrayList<>();
    Map<Integer, StackTraceElement> origins = origins(diagnosis);
    for (List<Explanation> group : groups(diagnosis)) {
      lines.add("");
      lines.add(heading(group));
      addBody(lines, origins, group);
    }
    return lines;
  }

  /** Returns by connection number where the code under test opened it. */
  static Map<Integer, StackTraceElement> origins(Diagnosis diagnosis) {
    Map<Integer, StackTraceElement> origins = new HashMap<>();
    for (RecordedConnection connection : diagnosis.recording().connections()) {
      connection.openedFrom().ifPresent(place -> origins.put(connection.number(), place));
    }
    return origins;
  }

  static Collection<List<Explanation>> groups(Diagnosis diagnosis) {
    Map<Group, List<Explanation>> groups = new LinkedHashMap<>();
    // What the client can mend comes first: it is what fails a test.
    for (boolean avoidable : new boolean[] {true, false}) {
      for (Explanation explanation : diagnosis.explanations()) {
        if (explanation.avoidable() == avoidable) {
          Group group =
              new Group(explanation.cause(), explanation.responsible(), explanation.fix());
          groups.computeIfAbsent(group, any -> new ArrayList<>()).add(explanation);
        }
      }
    }
    return groups.values();
  }

  static String heading(List<Explanation> group) {
    int first = group.get(0).connection();
    int size = group.size();
    int last = group.get(size - 1).connection();
    if (size == 1) {
      return "Why #" + first + " was opened";
    }
    String all = " were opened (" + TextReport.count(size) + " connections)";
    if (last - first + 1 == size && size > 2) {
      return "Why #" + first + " … #" + last + all;
    }
    String some =
        group.stream()
            .limit(size <= NUMBERS ? size : NUMBERS - 1)
            .map(explanation -> "#" + explanation.connection())
            .collect(Collectors.joining(", "));
    return "Why " + some + (size <= NUMBERS ? "" : " … #" + last) + all;
  }

  private static void addBody(
      List<String> lines, Map<Integer, StackTraceElement> origins, List<Explanation> group) {
    Explanation first = group.get(0);
    String others = group.size() == 1 ? "" : " Likewise the others.";
    String evidence = String.join(" ", first.evidence()) + others;
    add(lines, first.cause().id() + " (" + first.certainty() + "): " + evidence);
    places(origins, group).forEach(place -> add(lines, place));
    if (!first.candidates().isEmpty()) {
      add(
          lines,
          "Could also be: "
              + first.candidates().stream().map(Cause::id).collect(Collectors.joining(", "))
              + ".");
    }
    first.nextExperiment().ifPresent(next -> add(lines, "To find out: " + next));
    if (!first.fix().isEmpty()) {
      add(lines, "Fix: " + first.fix());
    }
    add(lines, "More: " + first.cause().page());
  }

  /** Where the code under test opened them: each place once, with how often. */
  static List<String> places(Map<Integer, StackTraceElement> origins, List<Explanation> group) {
    Map<String, Long> places =
        group.stream()
            .map(Explanation::connection)
            .filter(origins::containsKey)
            .map(origins::get)
            .collect(
                Collectors.groupingBy(Reasons::place, LinkedHashMap::new, Collectors.counting()));
    return places.entrySet().stream()
        .limit(3)
        .map(
            entry ->
                "Opened from "
                    + entry.getKey()
                    + (entry.getValue() == 1
                        ? "."
                        : ", " + TextReport.count(entry.getValue()) + " times."))
        .toList();
  }

  private static String place(StackTraceElement frame) {
    return Printable.of(
        frame.getFileName() == null
            ? frame.getClassName() + "." + frame.getMethodName()
            : frame.getFileName() + ":" + frame.getLineNumber());
  }

  private static void add(List<String> lines, String text) {
    for (String line : Printable.wrap(Printable.of(text), TextReport.COLUMNS - 2)) {
      lines.add("  " + line);
    }
  }
}
