package io.github.connectionprobe.assertj;

import static io.github.connectionprobe.assertj.Words.be;
import static io.github.connectionprobe.assertj.Words.count;
import static io.github.connectionprobe.assertj.Words.firstFew;

import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.socket.AcceptQueue;
import io.github.connectionprobe.socket.SocketFacts;
import io.github.connectionprobe.socket.TcpKeepalive;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the sockets were expected to show and what they showed instead.
 *
 * @param found continues “… but”, without a full stop
 * @param actual what was found, for an IDE's comparison
 * @param expected what was expected, for an IDE's comparison
 * @param marked the connections to point at
 * @param fix what to do about it
 */
record SocketMismatch(
    String found, Object actual, Object expected, Set<Integer> marked, String fix) {

  static SocketMismatch keepalive(
      SocketFacts seen, String state, Predicate<TcpKeepalive> condition) {
    List<Integer> held = SocketList.held(seen);
    List<Integer> without = SocketList.without(seen, condition);
    return new SocketMismatch(
        held.isEmpty()
            ? "no process holds one any more"
            : "it is not on " + without.size() + " of " + held.size() + ": " + numbers(without),
        count(held.size() - without.size(), "socket"),
        held.isEmpty() ? "a socket" : count(held.size(), "socket"),
        Set.copyOf(without),
        held.isEmpty() ? SocketFixes.CLOSED : SocketFixes.keepalive(state));
  }

  static SocketMismatch timeWaits(SocketFacts seen) {
    List<Integer> client = SocketList.timeWaits(seen, Side.CLIENT);
    List<Integer> server = SocketList.timeWaits(seen, Side.SERVER);
    int all = client.size() + server.size();
    String sides =
        client.isEmpty()
            ? "on the server's side " + numbers(server)
            : "on the client's side "
                + numbers(client)
                + (server.isEmpty() ? "" : ", on the server's " + numbers(server));
    return new SocketMismatch(
        "it left " + all + ", " + sides,
        count(all, "socket"),
        count(0, "socket"),
        Set.of(),
        SocketFixes.TIME_WAIT);
  }

  static String wantedTimeWaits(Side side, int expected) {
    return "to have left " + count(expected, "socket") + " in TIME_WAIT on the " + side + "'s side";
  }

  static SocketMismatch timeWaits(SocketFacts seen, Side side, int expected) {
    List<Integer> there = SocketList.timeWaits(seen, side);
    return new SocketMismatch(
        "it left " + there.size() + (there.isEmpty() ? "" : ", " + numbers(there)),
        count(there.size(), "socket"),
        count(expected, "socket"),
        Set.of(),
        SocketFixes.TIME_WAIT);
  }

  static SocketMismatch closeWaits(SocketFacts seen) {
    List<Integer> waiting = SocketList.closeWaits(seen);
    return new SocketMismatch(
        share(waiting, seen),
        numbers(waiting),
        "none",
        Set.copyOf(waiting),
        SocketFixes.CLOSE_WAIT);
  }

  static SocketMismatch unread(SocketFacts seen) {
    List<Integer> unread = SocketList.unread(seen);
    long bytes =
        seen.connections().stream()
            .filter(it -> unread.contains(it.connection()))
            .mapToLong(it -> it.client().socket().orElseThrow().unreadBytes())
            .sum();
    String number = String.format(Locale.ROOT, "%,d", bytes);
    return new SocketMismatch(
        number
            + " "
            + (bytes == 1 ? "waits" : "wait")
            + " in its clients' sockets, on "
            + numbers(unread),
        count(bytes, "byte"),
        count(0, "byte"),
        Set.copyOf(unread),
        SocketFixes.UNREAD);
  }

  static SocketMismatch unaccepted(SocketFacts seen) {
    AcceptQueue queue = seen.upstreamQueue().orElseThrow();
    int waiting = queue.waiting().size();
    return new SocketMismatch(
        waiting
            + " "
            + (waiting == 1 ? "waits" : "wait")
            + " in the kernel, at port "
            + queue.port(),
        count(waiting, "connection"),
        count(0, "connection"),
        Set.of(),
        SocketFixes.UNACCEPTED);
  }

  static String unseen(String wanted, String reason) {
    return wanted + ", which cannot be seen here:\n\n  " + reason + "\n\n" + SocketFixes.UNSEEN;
  }

  private static String share(List<Integer> some, SocketFacts seen) {
    return some.size()
        + " of "
        + seen.connections().size()
        + " "
        + be(some.size())
        + ": "
        + numbers(some);
  }

  private static String numbers(List<Integer> connections) {
    return firstFew(connections.stream().map(number -> "#" + number).toList());
  }
}
