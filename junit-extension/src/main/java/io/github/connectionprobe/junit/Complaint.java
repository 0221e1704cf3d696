package io.github.connectionprobe.junit;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.report.TextReport;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the guard has to say about a test.
 *
 * @param kind what complaints of the same sort have in common: the causes, where it is about loss
 * @param text the whole message
 */
record Complaint(String kind, String text) {

  /** The client did not use the probe. */
  static Complaint wentRound(Recording recording, String wayIn, String whose) {
    String text =
        """
        Expecting %s
        to have seen the connections of this %s but it saw none: the client went round it.

        %s
        Where none is meant to be opened, say so: probe.assertConnectionsOpened(0),
        @ExpectConnections(exactly = 0) or @OnLostReuse(LostReuse.IGNORE)."""
            .formatted(TextReport.heading(recording), whose, wayIn);
    return new Complaint("went-round", text);
  }

  /** Returns the same with a last paragraph, where there is something to add. */
  Complaint with(Optional<String> addition) {
    return addition.map(more -> new Complaint(kind, text + "\n\n" + more)).orElse(this);
  }

  /** Connections were opened although others could have served. */
  static Complaint lost(Diagnosis diagnosis, List<Explanation> lost, String remark) {
    String text =
        """
        Expecting %s
        to have reused its connections but it %s:

        %s

        This is checked after every test with a probe. Where it is meant to be so, say so in the test:
        probe.assertConnectionsOpened(%s), @ExpectConnections(exactly = %s) or
        @OnLostReuse(LostReuse.IGNORE)."""
            .formatted(
                TextReport.heading(diagnosis.recording()),
                TextReport.numbers(diagnosis),
                TextReport.of(diagnosis),
                diagnosis.opened(),
                diagnosis.opened());
    String causes =
        lost.stream()
            .map(Explanation::cause)
            .map(Cause::id)
            .distinct()
            .sorted()
            .collect(Collectors.joining(" and "));
    return new Complaint(causes, remark.isEmpty() ? text : text + "\n\n" + remark);
  }
}
