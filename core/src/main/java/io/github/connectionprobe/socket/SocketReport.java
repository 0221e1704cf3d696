package io.github.connectionprobe.socket;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the operating system showed of a recording's sockets, as plain text of at most 100 columns.
 *
 * <pre>{@code
 * SocketReport.clients(SocketFacts.of(recording), Set.of()).forEach(System.out::println);
 * // #1 client: ESTABLISHED in this JVM, TCP keepalive armed, 4.9 s left
 * }</pre>
 */
public final class SocketReport {

  /** So many connections are listed. */
  private static final int LISTED = 10;

  private static final String MARK = "   <<<<<";

  private SocketReport() {}

  /**
   * Returns a line, or a few, for the client's end of each connection that is there or cannot be
   * seen; ends that are gone, or only wait out their time, are left out.
   *
   * @param facts what to tell
   * @param marked the numbers of the connections to point at; they come before others where not all
   *     can be listed
   */
  public static List<String> clients(SocketFacts facts, Set<Integer> marked) {
    List<ConnectionSockets> held =
        facts.connections().stream().filter(it -> words(it).isPresent()).toList();
    List<ConnectionSockets> listed =
        held.stream()
            .sorted(Comparator.comparing(it -> !marked.contains(it.connection())))
            .limit(LISTED)
            .sorted(Comparator.comparingInt(ConnectionSockets::connection))
            .toList();
    List<String> lines = new ArrayList<>();
    for (ConnectionSockets sockets : listed) {
      String line = "  #" + sockets.connection() + " client: " + words(sockets).orElseThrow();
      lines.addAll(Lines.wrapped(line, marked.contains(sockets.connection()) ? MARK : ""));
    }
    if (held.size() > listed.size()) {
      lines.add("  and " + String.format(Locale.ROOT, "%,d", held.size() - LISTED) + " more");
    }
    return lines;
  }

  /** Returns why nothing can be seen, where that is so. */
  public static List<String> unavailable(SocketFacts facts) {
    return facts.unavailable().stream()
        .map(reason -> "What the kernel knows of the sockets is unavailable: " + reason)
        .flatMap(line -> Lines.wrapped(line, "").stream())
        .toList();
  }

  /** Returns what is left in TIME_WAIT, and on which sides. */
  public static List<String> timeWaits(SocketFacts facts) {
    return Stream.concat(
            Stream.of(
                "  TIME_WAIT between client and probe: "
                    + sides(facts.clientTimeWaits(), "client's")),
            facts.upstreamTimeWaits().stream()
                .map(it -> "  TIME_WAIT on the upstream's port: " + sides(it, "connecting")))
        .toList();
  }

  /** Returns how many connections the server has not accepted, where there are any. */
  public static List<String> notAccepted(SocketFacts facts) {
    return facts.upstreamQueue().stream()
        .filter(queue -> !queue.waiting().isEmpty())
        .map(
            queue ->
                "  Not accepted by the server at port %d: %d connection%s"
                    .formatted(
                        queue.port(),
                        queue.waiting().size(),
                        queue.waiting().size() == 1 ? "" : "s"))
        .toList();
  }

  private static String sides(TimeWaits waits, String connecting) {
    return "%d on the %s side, %d on the listening side of port %d"
        .formatted(waits.connecting(), connecting, waits.listening(), waits.port());
  }

  private static Optional<String> words(ConnectionSockets sockets) {
    SocketEnd end = sockets.client();
    if (end.unavailable().isPresent()) {
      return Optional.of("unavailable, " + end.unavailable().get());
    }
    return end.socket()
        .filter(socket -> socket.state() != TcpState.TIME_WAIT)
        .map(
            socket ->
                socket.state()
                    + " in "
                    + Lines.printable(end.owner().toString())
                    + unread(sockets, socket)
                    + hungUp(socket)
                    + ", "
                    + keepalive(socket.keepalive()));
  }

  private static String unread(ConnectionSockets sockets, SocketState socket) {
    return sockets.unreadResponseBytes() > 0
        ? ", " + bytes(sockets.unreadResponseBytes()) + " of a response never read"
        : socket.unreadBytes() > 0 ? ", " + bytes(socket.unreadBytes()) + " not read yet" : "";
  }

  private static String hungUp(SocketState socket) {
    if (socket.hungUpOnAndNotClosed()) {
      return ", a leak: the server hung up and nobody closed it";
    }
    return socket.state() == TcpState.CLOSE_WAIT && socket.endUnread()
        ? ", the server's end not read yet"
        : "";
  }

  private static String keepalive(TcpKeepalive keepalive) {
    return switch (keepalive.armed()) {
      case YES -> "TCP keepalive armed, " + seconds(keepalive.left()) + " left";
      case NO -> "TCP keepalive not armed";
      case UNKNOWN -> "TCP keepalive unknown: " + keepalive.reason();
    };
  }

  private static String bytes(long count) {
    return String.format(Locale.ROOT, "%,d byte%s", count, count == 1 ? "" : "s");
  }

  /** Returns a time in seconds, with a tenth where that is not zero, such as {@code 4.9 s}. */
  public static String seconds(Duration time) {
    long tenths = time.toMillis() / 100;
    return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
  }
}
