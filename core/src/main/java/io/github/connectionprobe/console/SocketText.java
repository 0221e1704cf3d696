package io.github.connectionprobe.console;

import io.github.connectionprobe.socket.ConnectionSockets;
import io.github.connectionprobe.socket.KernelSettings;
import io.github.connectionprobe.socket.SocketEnd;
import io.github.connectionprobe.socket.SocketFacts;
import io.github.connectionprobe.socket.SocketState;
import io.github.connectionprobe.socket.TcpKeepalive;
import io.github.connectionprobe.socket.TcpState;
import io.github.connectionprobe.socket.TimeWaits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the operating system showed at the end of a watch, as a person reads it. */
final class SocketText {

  private static final int LISTED = 10;

  private SocketText() {}

  static List<String> lines(Verdict verdict) {
    SocketFacts facts = verdict.sockets();
    List<String> lines = new ArrayList<>();
    lines.add("");
    if (facts.unavailable().isPresent()) {
      lines.add(
          "What the kernel knows of the sockets is unavailable: " + facts.unavailable().get());
      return lines;
    }
    lines.add("Sockets, as the kernel of this machine showed them at the end");
    List<String> held = new ArrayList<>();
    facts.connections().forEach(it -> client(it).ifPresent(held::add));
    lines.addAll(held.size() <= LISTED ? held : held.subList(0, LISTED));
    if (held.size() > LISTED) {
      lines.add("  and " + (held.size() - LISTED) + " more");
    }
    lines.add(
        "  TIME_WAIT between client and probe: " + sides(facts.clientTimeWaits(), "client's"));
    facts
        .upstreamTimeWaits()
        .ifPresent(
            it -> lines.add("  TIME_WAIT on the upstream's port: " + sides(it, "connecting")));
    keepalive(verdict.settings()).ifPresent(lines::add);
    return lines;
  }

  private static String sides(TimeWaits waits, String connecting) {
    return waits.connecting()
        + " on the "
        + connecting
        + " side, "
        + waits.listening()
        + " on the listening side of port "
        + waits.port();
  }

  /** What is left of the client's end; nothing where it is gone, or only waits out its time. */
  private static Optional<String> client(ConnectionSockets sockets) {
    SocketEnd end = sockets.client();
    String begin = "  #" + sockets.connection() + " client: ";
    if (end.unavailable().isPresent()) {
      return Optional.of(begin + "unavailable, " + end.unavailable().get());
    }
    return end.socket()
        .filter(socket -> socket.state() != TcpState.TIME_WAIT)
        .map(
            socket ->
                begin
                    + socket.state()
                    + " in "
                    + Words.printable(end.owner().toString())
                    + ", "
                    + keepalive(socket.keepalive())
                    + unread(sockets, socket)
                    + (sockets.leakedByClient()
                        ? ", a leak: the server hung up and nobody closed it"
                        : ""));
  }

  private static String unread(ConnectionSockets sockets, SocketState socket) {
    return sockets.unreadResponseBytes() > 0
        ? ", " + Words.counted(sockets.unreadResponseBytes(), "byte") + " of a response never read"
        : socket.unreadBytes() > 0
            ? ", " + Words.counted(socket.unreadBytes(), "byte") + " not read yet"
            : "";
  }

  private static String keepalive(TcpKeepalive keepalive) {
    return switch (keepalive.armed()) {
      case YES -> "TCP keepalive armed, " + seconds(keepalive.left()) + " left";
      case NO -> "TCP keepalive not armed";
      case UNKNOWN -> "TCP keepalive unknown: " + keepalive.reason();
    };
  }

  private static Optional<String> keepalive(KernelSettings settings) {
    if (settings.keepaliveIdle().isEmpty()
        || settings.keepaliveInterval().isEmpty()
        || settings.keepaliveProbes().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "  TCP keepalive where armed without times of its own: after "
            + seconds(settings.keepaliveIdle().get())
            + ", every "
            + seconds(settings.keepaliveInterval().get())
            + ", "
            + settings.keepaliveProbes().getAsInt()
            + " probes");
  }

  private static String seconds(Duration time) {
    long tenths = time.toMillis() / 100;
    return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
  }
}
