package io.github.connectionprobe.diagnosis;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Why one connection was opened although, at best, it need not have been.
 *
 * <pre>{@code
 * for (Explanation explanation : Diagnosis.of(recording).explanations()) {
 *   System.out.println("#" + explanation.connection() + ": " + explanation.cause().title());
 * }
 * }</pre>
 *
 * @param connection the number of the connection that was opened
 * @param cause the primary cause
 * @param certainty whether the cause was observed or inferred
 * @param responsible who can mend it in this case; differs from the cause's own answer where the
 *     circumstances excuse it
 * @param evidence what was seen, one sentence each, never empty
 * @param fix what to do about it, in the words of the client at hand where it was recognised; empty
 *     where there is nothing to do
 * @param candidates other causes that the evidence does not rule out, likeliest first
 * @param nextExperiment what to try in order to tell the candidates apart
 * @param mark where in a report the cause can be seen
 */
public record Explanation(
    int connection,
    Cause cause,
    Certainty certainty,
    Responsible responsible,
    List<String> evidence,
    String fix,
    List<Cause> candidates,
    Optional<String> nextExperiment,
    Optional<Mark> mark) {

  /** Copies the lists and checks that nothing is missing. */
  public Explanation {
    requireNonNull(cause, "cause");
    requireNonNull(certainty, "certainty");
    requireNonNull(responsible, "responsible");
    requireNonNull(fix, "fix");
    requireNonNull(nextExperiment, "nextExperiment");
    requireNonNull(mark, "mark");
    evidence = List.copyOf(evidence);
    candidates = List.copyOf(candidates);
  }

  /** Returns true where the client opened the connection without need and could mend that. */
  public boolean avoidable() {
    return responsible == Responsible.CLIENT;
  }
}
