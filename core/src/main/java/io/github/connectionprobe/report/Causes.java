package io.github.connectionprobe.report;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.diagnosis.Responsible;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Why connections were opened: in a word beside each lane, and in full below them. */
final class Causes {

  private static final int BRIEF = 160;

  private final Diagnosis diagnosis;
  private final List<List<Explanation>> groups;
  private final Map<Integer, Integer> groupOf = new HashMap<>();

  Causes(Diagnosis diagnosis) {
    this.diagnosis = diagnosis;
    groups = List.copyOf(Reasons.groups(diagnosis));
    for (int i = 0; i < groups.size(); i++) {
      for (Explanation explanation : groups.get(i)) {
        groupOf.put(explanation.connection(), i);
      }
    }
  }

  /** Writes what stands beside the lane of a connection. */
  void writeBrief(Markup out, int connection) {
    Integer group = groupOf.get(connection);
    if (group == null) {
      return;
    }
    Explanation first = groups.get(group).get(0);
    out.open("p", "class", "why").open("span", "class", "chip " + style(first));
    out.text(first.avoidable() ? "avoidable" : blame(first)).close();
    out.text(" ").element("a", first.cause().id(), "href", "#" + anchor(group));
    out.text(" (" + first.certainty() + ")");
    diagnosis
        .of(connection)
        .map(explanation -> ": " + Printable.cut(explanation.evidence().get(0), BRIEF))
        .ifPresent(out::text);
    out.closeLine();
  }

  /** Writes all causes in full, those of one kind together. */
  void writeAll(Markup out) {
    if (groups.isEmpty()) {
      return;
    }
    Map<Integer, StackTraceElement> origins = Reasons.origins(diagnosis);
    out.open("section", "aria-labelledby", "causes").line();
    out.element("h2", "Causes", "id", "causes").line();
    for (int i = 0; i < groups.size(); i++) {
      write(out, groups.get(i), Reasons.places(origins, groups.get(i)), anchor(i));
    }
    out.closeLine();
  }

  private static void write(
      Markup out, List<Explanation> group, List<String> places, String anchor) {
    Explanation first = group.get(0);
    out.open("article", "class", "cause " + style(first), "id", anchor).line();
    out.element("h3", Reasons.heading(group)).line();
    out.open("p").element("strong", first.cause().title()).text(". ");
    out.element("code", first.cause().id());
    out.text(" (" + first.certainty() + ", " + blame(first) + ")").closeLine();
    out.open("ul").line();
    first.evidence().forEach(sentence -> out.element("li", sentence).line());
    if (group.size() > 1) {
      out.element("li", "Likewise the others.").line();
    }
    places.forEach(place -> out.element("li", place).line());
    out.closeLine();
    if (!first.candidates().isEmpty()) {
      String others = first.candidates().stream().map(Cause::id).collect(Collectors.joining(", "));
      paragraph(out, "Could also be", others + ".");
    }
    first.nextExperiment().ifPresent(next -> paragraph(out, "To find out", next));
    if (!first.fix().isEmpty()) {
      paragraph(out, "Fix", first.fix());
    }
    paragraph(out, "More", first.cause().page());
    out.closeLine();
  }

  private static void paragraph(Markup out, String begin, String text) {
    out.open("p").element("strong", begin + ":").text(" " + text).closeLine();
  }

  private static String blame(Explanation explanation) {
    return explanation.responsible() == Responsible.NOBODY
        ? "nobody to blame"
        : "up to the " + explanation.responsible();
  }

  private static String style(Explanation explanation) {
    return explanation.avoidable() ? "bad" : "fair";
  }

  private static String anchor(int group) {
    return "cause-" + (group + 1);
  }
}
