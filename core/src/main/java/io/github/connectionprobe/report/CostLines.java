package io.github.connectionprobe.report;

import io.github.connectionprobe.diagnosis.Cost;
import java.util.ArrayList;
import java.util.List;

/** What the connections that need not have been opened would cost. */
final class CostLines {

  private CostLines() {}

  static List<String> lines(Cost cost) {
    // Below a hundredth of the ports nobody will ever notice.
    if (cost.sockets() * 100 < cost.ports().size()) {
      return List.of();
    }
    String sockets =
        "At "
            + TextReport.count(cost.requestsPerSecond())
            + " such requests a second about "
            + TextReport.count(cost.sockets())
            + " sockets would wait in TIME_WAIT";
    String ports = TextReport.count(cost.ports().size()) + " ephemeral ports of this machine.";
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(
        Printable.wrap(
            sockets + (cost.exhaustsPorts() ? ", more than the " : ", of the ") + ports,
            TextReport.COLUMNS));
    return lines;
  }
}
