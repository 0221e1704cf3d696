package io.github.connectionprobe.report;

import io.github.connectionprobe.diagnosis.Cost;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.PortRange;
import io.github.connectionprobe.recording.Recording;
import java.util.ArrayList;
import java.util.List;

/**
 * A recording as plain text of at most 100 columns: every connection with its exchanges, a mark on
 * the lines that matter, why each connection beyond those needed was opened, and what that costs.
 *
 * <pre>{@code
 * System.out.println(TextReport.heading(recording));
 * System.out.println(TextReport.of(recording));
 * }</pre>
 */
public final class TextReport {

  /** No line is longer than this. */
  public static final int COLUMNS = 100;

  private TextReport() {}

  /** Returns the probe's name and the way it relays, such as a message begins with. */
  public static String heading(Recording recording) {
    return Printable.cut(
        "probe \""
            + Printable.of(recording.name())
            + "\" ("
            + Printable.of(recording.listener())
            + " -> "
            + Printable.of(recording.upstream())
            + ")",
        COLUMNS - "Expecting ".length());
  }

  /** Returns the report of what a recording holds, with its diagnosis. */
  public static String of(Recording recording) {
    return of(Diagnosis.of(recording));
  }

  /** Returns the report of a diagnosis, with costs for the ports that Linux has by default. */
  public static String of(Diagnosis diagnosis) {
    return of(diagnosis, PortRange.LINUX_DEFAULT);
  }

  /**
   * Returns the report of a diagnosis.
   *
   * @param diagnosis what to report
   * @param ports the ports that this machine has for outgoing connections
   */
  public static String of(Diagnosis diagnosis, PortRange ports) {
    List<String> lines = new ArrayList<>(new ConnectionList(diagnosis).lines());
    lines.addAll(Reasons.lines(diagnosis));
    lines.addAll(CostLines.lines(Cost.of(diagnosis, Cost.USUAL_REQUESTS_PER_SECOND, ports)));
    return String.join("\n", lines);
  }

  /**
   * Returns a sentence part with both numbers, such as {@code opened 2, where 1 would have served
   * (at most 1 exchange in flight)}.
   */
  public static String numbers(Diagnosis diagnosis) {
    int peak = diagnosis.peakInFlight();
    int destinations = diagnosis.recording().destinations().size();
    return "opened "
        + count(diagnosis.opened())
        + ", where "
        + count(diagnosis.needed())
        + " would have served ("
        + (destinations > 1 ? count(destinations) + " destinations, " : "")
        + "at most "
        + count(peak)
        + (peak == 1 ? " exchange" : " exchanges")
        + (destinations > 1 ? " in flight to one of them)" : " in flight)");
  }

  static String count(long number) {
    return String.format(java.util.Locale.ROOT, "%,d", number);
  }
}
