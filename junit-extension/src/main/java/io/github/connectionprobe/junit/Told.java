package io.github.connectionprobe.junit;

import io.github.connectionprobe.report.ProbeSummary;
import java.io.IOException;
import java.util.List;

/**
 * What all JVMs of a build have told so far.
 *
 * @param summaries what the probes saw
 * @param complete whether no JVM is at work any more
 */
record Told(List<ProbeSummary> summaries, boolean complete) {

  interface Use {
    void with(Told told) throws IOException;
  }

  int avoidable() {
    return summaries.stream().mapToInt(ProbeSummary::avoidable).sum();
  }
}
