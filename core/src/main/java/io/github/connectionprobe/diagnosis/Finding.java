package io.github.connectionprobe.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what is found out about one connection. */
final class Finding {

  private final Timeline opened;
  private final Cause cause;
  private final Certainty certainty;
  private Responsible responsible;
  private final List<String> evidence = new ArrayList<>();
  private List<Cause> candidates = List.of();
  private Optional<String> nextExperiment = Optional.empty();
  private Optional<Mark> mark = Optional.empty();

  private Finding(Timeline opened, Cause cause, Certainty certainty) {
    this.opened = opened;
    this.cause = cause;
    this.certainty = certainty;
    responsible = cause.responsible();
  }

  static Finding observed(Timeline opened, Cause cause) {
    return new Finding(opened, cause, Certainty.OBSERVED);
  }

  static Finding inferred(Timeline opened, Cause cause) {
    return new Finding(opened, cause, Certainty.INFERRED);
  }

  /** Adds what was seen, as a sentence. */
  Finding saw(String sentence) {
    evidence.add(sentence);
    return this;
  }

  Finding sawIf(boolean condition, String sentence) {
    return condition ? saw(sentence) : this;
  }

  Finding orElse(Cause... others) {
    candidates = List.of(others);
    return this;
  }

  Finding next(String experiment) {
    nextExperiment = Optional.of(experiment);
    return this;
  }

  Finding markedAt(Mark where) {
    mark = Optional.of(where);
    return this;
  }

  /** Marks the end of the earlier connection. */
  Finding markedAt(Timeline earlier) {
    return markedAt(Mark.on(earlier.number()));
  }

  /** Says that here nobody has to mend it, whatever the cause is otherwise. */
  Finding excusedIf(boolean condition) {
    if (condition) {
      responsible = Responsible.NOBODY;
    }
    return this;
  }

  Explanation explain(ClientLibrary library) {
    String fix = responsible == Responsible.NOBODY ? "" : Fixes.of(cause, library);
    return new Explanation(
        opened.number(),
        cause,
        certainty,
        responsible,
        evidence,
        fix,
        candidates,
        nextExperiment,
        mark);
  }
}
