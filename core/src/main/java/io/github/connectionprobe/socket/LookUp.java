package io.github.connectionprobe.socket;

import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Finds the sockets of a recording's connections. */
final class LookUp {

  private static final Pair NOTHING = new Pair(Optional.empty(), Optional.empty());

  private final Proc proc;
  private final Recording recording;
  private final int listener;
  private final OptionalInt upstream;
  private final OwnAddresses ours = new OwnAddresses();
  private final Map<InetSocketAddress, Integer> lastByClient = new HashMap<>();

  /** Both ends of a connection in one table. */
  private record Pair(Optional<SocketState> client, Optional<SocketState> probe) {

    /** An end that is missing, or bytes that wait, may be a matter of the moment. */
    boolean settled() {
      return client.isPresent() && probe.isPresent() && client.get().unreadBytes() == 0;
    }
  }

  LookUp(Proc proc, Recording recording) {
    this.proc = proc;
    this.recording = recording;
    this.listener = portOf(recording.listener()).orElse(-1);
    // What clients of a forwarding probe ask for need not be where it is.
    this.upstream =
        recording.destinations().isEmpty() ? portOf(recording.upstream()) : OptionalInt.empty();
    // The kernel gives a port out again: its socket then belongs to the later connection.
    recording.connections().forEach(each -> lastByClient.put(each.client(), each.number()));
  }

  static OptionalInt portOf(String hostAndPort) {
    String port = hostAndPort.substring(hostAndPort.lastIndexOf(':') + 1);
    return port.matches("\\d{1,5}") ? OptionalInt.of(Integer.parseInt(port)) : OptionalInt.empty();
  }

  SocketFacts facts() {
    SocketTable first = table();
    if (first.unavailable().isPresent()) {
      return unavailable(first.unavailable().get());
    }
    Map<Integer, Pair> before = pairs(first);
    SocketTable last = first;
    Map<Integer, Pair> after = before;
    if (!before.values().stream().allMatch(Pair::settled) || someoneWaitsIn(first)) {
      last = table();
      after = pairs(last);
    }
    Map<Long, SocketOwner> owners = SocketOwners.find(proc, inodes(after, last));
    List<ConnectionSockets> connections = assemble(before, after, owners);
    return new SocketFacts(
        connections,
        timeWaits(connections),
        upstream.isPresent() ? Optional.of(last.timeWaits(upstream.getAsInt())) : Optional.empty(),
        upstream.isPresent()
            ? AcceptQueue.of(upstream.getAsInt(), first, last, owners)
            : Optional.empty(),
        last.unavailable());
  }

  private boolean someoneWaitsIn(SocketTable table) {
    return upstream.isPresent() && !table.notAccepted(upstream.getAsInt()).isEmpty();
  }

  /** Only sockets of these connections count: another test may have used the port before. */
  private TimeWaits timeWaits(List<ConnectionSockets> connections) {
    int connecting = 0;
    int listening = 0;
    for (ConnectionSockets sockets : connections) {
      connecting += inTimeWait(sockets.client()) ? 1 : 0;
      listening += inTimeWait(sockets.probe()) ? 1 : 0;
    }
    return new TimeWaits(Math.max(0, listener), connecting, listening);
  }

  private static boolean inTimeWait(SocketEnd end) {
    return end.socket().filter(socket -> socket.state() == TcpState.TIME_WAIT).isPresent();
  }

  private SocketTable table() {
    return SocketTable.read(
        proc, port -> port == listener || (upstream.isPresent() && port == upstream.getAsInt()));
  }

  private SocketFacts unavailable(String reason) {
    SocketEnd end = SocketEnd.unavailable(reason);
    return new SocketFacts(
        recording.connections().stream()
            .map(each -> new ConnectionSockets(each.number(), end, end, 0))
            .toList(),
        new TimeWaits(Math.max(0, listener), 0, 0),
        Optional.empty(),
        Optional.empty(),
        Optional.of(reason));
  }

  private Map<Integer, Pair> pairs(SocketTable table) {
    Map<InetSocketAddress, SocketState> clients = new HashMap<>();
    Map<InetSocketAddress, SocketState> probes = new HashMap<>();
    for (SocketState socket : table.sockets()) {
      // A live socket hides the TIME_WAIT of its predecessor with the same addresses.
      if (socket.remote().getPort() == listener) {
        clients.merge(socket.local(), socket, LookUp::live);
      } else if (socket.local().getPort() == listener) {
        probes.merge(socket.remote(), socket, LookUp::live);
      }
    }
    Map<Integer, Pair> pairs = new HashMap<>();
    for (RecordedConnection connection : recording.connections()) {
      boolean ours = lastByClient.getOrDefault(connection.client(), 0) == connection.number();
      InetSocketAddress client = connection.client();
      pairs.put(
          connection.number(),
          ours
              ? new Pair(
                  Optional.ofNullable(clients.get(client)), Optional.ofNullable(probes.get(client)))
              : NOTHING);
    }
    return pairs;
  }

  private static SocketState live(SocketState one, SocketState other) {
    return one.state() == TcpState.TIME_WAIT ? other : one;
  }

  private Set<Long> inodes(Map<Integer, Pair> pairs, SocketTable table) {
    Set<Long> inodes = new HashSet<>();
    for (Pair pair : pairs.values()) {
      pair.client().ifPresent(socket -> inodes.add(socket.inode()));
      pair.probe().ifPresent(socket -> inodes.add(socket.inode()));
    }
    if (someoneWaitsIn(table)) {
      table.sockets().stream()
          .filter(socket -> socket.remote().getPort() == upstream.getAsInt())
          .forEach(socket -> inodes.add(socket.inode()));
    }
    return inodes;
  }

  private List<ConnectionSockets> assemble(
      Map<Integer, Pair> before, Map<Integer, Pair> after, Map<Long, SocketOwner> owners) {
    return recording.connections().stream()
        .map(
            each -> {
              Pair first = before.getOrDefault(each.number(), NOTHING);
              Pair last = after.getOrDefault(each.number(), NOTHING);
              Optional<SocketState> client = last.client().or(first::client);
              Optional<SocketState> probe = last.probe().or(first::probe);
              return new ConnectionSockets(
                  each.number(),
                  client.isEmpty() && (elsewhere(each, probe) || !ours.isHere(each.client()))
                      ? SocketEnd.unavailable(
                          "the client's socket is in another network namespace, such as a"
                              + " container's, or on another machine")
                      : end(client, owners),
                  end(probe, owners),
                  unread(each, first, last));
            })
        .toList();
  }

  private static SocketEnd end(Optional<SocketState> socket, Map<Long, SocketOwner> owners) {
    return socket
        .map(
            it ->
                SocketEnd.present(
                    it,
                    it.inode() == 0
                        ? SocketOwner.NOBODY
                        : owners.getOrDefault(it.inode(), SocketOwner.UNKNOWN)))
        .orElseGet(SocketEnd::gone);
  }

  /** Whether the client's end must exist, as it has not ended anything, and cannot be seen here. */
  private static boolean elsewhere(RecordedConnection connection, Optional<SocketState> probe) {
    return connection.end(Side.CLIENT).isEmpty()
        && probe.filter(socket -> socket.state() == TcpState.ESTABLISHED).isPresent();
  }

  private static long unread(RecordedConnection connection, Pair first, Pair last) {
    List<RecordedExchange> exchanges = connection.exchanges();
    boolean over =
        !exchanges.isEmpty()
            && connection.protocol() != Protocol.HTTP_2
            && exchanges.get(exchanges.size() - 1).response().isPresent()
            && exchanges.get(exchanges.size() - 1).complete();
    if (!over || first.client().isEmpty() || last.client().isEmpty()) {
      return 0;
    }
    return Math.min(first.client().get().unreadBytes(), last.client().get().unreadBytes());
  }
}
