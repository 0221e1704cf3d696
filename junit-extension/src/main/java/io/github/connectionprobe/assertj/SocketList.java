package io.github.connectionprobe.assertj;

import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.socket.ConnectionSockets;
import io.github.connectionprobe.socket.SocketEnd;
import io.github.connectionprobe.socket.SocketFacts;
import io.github.connectionprobe.socket.SocketState;
import io.github.connectionprobe.socket.TcpKeepalive;
import io.github.connectionprobe.socket.TcpState;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The connections of which an assertion and its failure message speak, by number. */
final class SocketList {

  private SocketList() {}

  /** Those whose client's socket belongs to a process. */
  static List<Integer> held(SocketFacts facts) {
    return clients(facts, SocketList::isHeld);
  }

  static List<Integer> without(SocketFacts facts, Predicate<TcpKeepalive> condition) {
    return clients(facts, socket -> isHeld(socket) && !condition.test(socket.keepalive()));
  }

  static List<Integer> closeWaits(SocketFacts facts) {
    return clients(facts, socket -> socket.state() == TcpState.CLOSE_WAIT);
  }

  static List<Integer> unread(SocketFacts facts) {
    return clients(facts, socket -> isHeld(socket) && socket.unreadBytes() > 0);
  }

  static List<Integer> timeWaits(SocketFacts facts, Side side) {
    return connections(
        facts,
        side == Side.CLIENT ? ConnectionSockets::client : ConnectionSockets::probe,
        socket -> socket.state() == TcpState.TIME_WAIT);
  }

  static boolean timeWaits(SocketFacts facts, int client, int server) {
    return timeWaits(facts, Side.CLIENT).size() == client
        && timeWaits(facts, Side.SERVER).size() == server;
  }

  /** Returns why one of the clients' sockets cannot be seen. */
  static Optional<String> unseen(SocketFacts facts) {
    return facts.connections().stream()
        .filter(it -> it.client().unavailable().isPresent())
        .findFirst()
        .map(it -> "#" + it.connection() + ": " + it.client().unavailable().orElseThrow());
  }

  /** Returns why it cannot be seen what the server has accepted. */
  static Optional<String> unseenServer(SocketFacts facts) {
    return facts.upstreamQueue().isPresent()
        ? Optional.empty()
        : Optional.of(
            "no process in this network namespace listens on the server's port: the server is in a"
                + "\n  container or on another machine, or it does not run");
  }

  private static boolean isHeld(SocketState socket) {
    return socket.inode() != 0;
  }

  private static List<Integer> clients(SocketFacts facts, Predicate<SocketState> condition) {
    return connections(facts, ConnectionSockets::client, condition);
  }

  private static List<Integer> connections(
      SocketFacts facts,
      Function<ConnectionSockets, SocketEnd> end,
      Predicate<SocketState> condition) {
    return facts.connections().stream()
        .filter(it -> end.apply(it).socket().filter(condition).isPresent())
        .map(ConnectionSockets::connection)
        .toList();
  }
}
