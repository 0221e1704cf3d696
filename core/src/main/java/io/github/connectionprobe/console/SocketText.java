package io.github.connectionprobe.console;

import io.github.connectionprobe.socket.KernelSettings;
import io.github.connectionprobe.socket.SocketFacts;
import io.github.connectionprobe.socket.SocketReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the operating system showed at the end of a watch, as a person reads it. */
final class SocketText {

  private SocketText() {}

  static List<String> lines(Verdict verdict) {
    SocketFacts facts = verdict.sockets();
    List<String> lines = new ArrayList<>();
    lines.add("");
    if (facts.unavailable().isPresent()) {
      lines.addAll(SocketReport.unavailable(facts));
      return lines;
    }
    lines.add("Sockets, as the kernel of this machine showed them at the end");
    lines.addAll(SocketReport.clients(facts, Set.of()));
    lines.addAll(SocketReport.notAccepted(facts));
    lines.addAll(SocketReport.timeWaits(facts));
    keepalive(verdict.settings()).ifPresent(lines::add);
    return lines;
  }

  private static Optional<String> keepalive(KernelSettings settings) {
    if (settings.keepaliveIdle().isEmpty()
        || settings.keepaliveInterval().isEmpty()
        || settings.keepaliveProbes().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "  TCP keepalive where armed without times of its own: after "
            + SocketReport.seconds(settings.keepaliveIdle().get())
            + ", every "
            + SocketReport.seconds(settings.keepaliveInterval().get())
            + ", "
            + settings.keepaliveProbes().getAsInt()
            + " probes");
  }
}
