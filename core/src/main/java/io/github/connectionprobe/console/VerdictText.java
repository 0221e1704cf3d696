package io.github.connectionprobe.console;

import io.github.connectionprobe.diagnosis.PortRange;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.report.TextReport;
import java.util.ArrayList;
import java.util.List;

/** The verdict as a person reads it. */
final class VerdictText {

  private VerdictText() {}

  static List<String> lines(Verdict verdict) {
    Recording recording = verdict.recording();
    if (recording.connections().isEmpty()) {
      return List.of(
          "No connection came in, so there is nothing to judge. Point the client at "
              + recording.listener()
              // A forwarding probe has no other address that could have been taken for its own.
              + (recording.upstream().contains(":") ? ", not at " + recording.upstream() : "")
              + ".");
    }
    List<String> lines = new ArrayList<>();
    lines.add(headline(verdict));
    lines.add("");
    lines.add(TextReport.of(verdict.diagnosis(), ports(verdict)));
    lines.addAll(SocketText.lines(verdict));
    return lines;
  }

  private static String headline(Verdict verdict) {
    int without = verdict.withoutUpstream();
    if (without > 0) {
      return "No verdict: "
          + Words.counted(without, "connection")
          + " of "
          + verdict.recording().opened()
          + " found no upstream at "
          + verdict.recording().upstream()
          + ". Is it running?";
    }
    if (!verdict.somethingToJudge()) {
      return "No verdict: on "
          + Words.counted(verdict.recording().opened(), "connection")
          + " no HTTP/1 exchange could be seen.";
    }
    return (verdict.lost().isEmpty() ? "Reuse held: " : "Reuse lost: ")
        + TextReport.numbers(verdict.diagnosis())
        + ".";
  }

  private static PortRange ports(Verdict verdict) {
    var settings = verdict.settings();
    return settings.ephemeralPorts().isPresent()
        ? new PortRange(
            settings.firstEphemeralPort().getAsInt(), settings.lastEphemeralPort().getAsInt())
        : PortRange.LINUX_DEFAULT;
  }
}
