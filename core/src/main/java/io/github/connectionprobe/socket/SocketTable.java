package io.github.connectionprobe.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * The TCP sockets of this process's network namespace, of whatever process, as they were when the
 * table was read.
 *
 * <pre>{@code
 * SocketTable table = SocketTable.read();
 * if (table.unavailable().isEmpty()) {
 *   System.out.println(table.timeWaits(9200));
 * }
 * }</pre>
 *
 * <p>Reading takes milliseconds, and up to some hundred on a machine with very many sockets, as the
 * kernel walks all of them. It is not one moment for all: a socket that changes meanwhile may be
 * missed, so an absence counts only when a second table confirms it. Sockets in another network
 * namespace, such as a container's, are never in it. Immutable.
 */
public final class SocketTable {

  private final List<SocketState> sockets;
  private final Optional<String> unavailable;

  private SocketTable(List<SocketState> sockets, Optional<String> unavailable) {
    this.sockets = sockets;
    this.unavailable = unavailable;
  }

  /** Reads all sockets. Blocks; never call it on an event loop. */
  public static SocketTable read() {
    return read(Proc.OF_THIS_MACHINE, port -> true);
  }

  /**
   * Reads the sockets that have one of the ports at either end, which costs less memory.
   *
   * @param ports the ports wanted
   */
  public static SocketTable read(int... ports) {
    int[] wanted = ports.clone();
    return read(Proc.OF_THIS_MACHINE, port -> Arrays.stream(wanted).anyMatch(each -> each == port));
  }

  static SocketTable read(Proc proc, IntPredicate wantedPort) {
    Optional<String> missing = proc.missing();
    if (missing.isPresent()) {
      return new SocketTable(List.of(), missing);
    }
    Map<Identity, SocketState> found = new LinkedHashMap<>();
    Consumer<SocketState> sink = socket -> found.put(Identity.of(socket), socket);
    Path file = proc.net("tcp");
    try {
      ProcNetTcp.parse(Files.readAllBytes(file), ByteOrder.nativeOrder(), wantedPort, sink);
      file = proc.net("tcp6");
      // A kernel without IPv6 has no such file, and no such sockets.
      if (Files.exists(file)) {
        ProcNetTcp.parse(Files.readAllBytes(file), ByteOrder.nativeOrder(), wantedPort, sink);
      }
    } catch (IOException | IllegalArgumentException unreadable) {
      return new SocketTable(
          List.of(), Optional.of(file + " cannot be read: " + unreadable.getMessage()));
    }
    return new SocketTable(List.copyOf(found.values()), Optional.empty());
  }

  /**
   * Which socket it is. The kernel hands out the text in pieces, and where sockets come and go
   * meanwhile, it says those at the seam twice. A connection in TIME_WAIT is kept apart from one
   * that uses its ports again.
   */
  private record Identity(
      InetSocketAddress local, InetSocketAddress remote, long inode, boolean waiting) {

    static Identity of(SocketState socket) {
      return new Identity(
          socket.local(), socket.remote(), socket.inode(), socket.state() == TcpState.TIME_WAIT);
    }
  }

  /** Returns why there is no table, where there is none; it is then empty. */
  public Optional<String> unavailable() {
    return unavailable;
  }

  /** Returns the sockets read, IPv4 before IPv6, otherwise in no order. */
  public List<SocketState> sockets() {
    return sockets;
  }

  /**
   * Returns one end of a connection, preferring a live one where a port was used again while its
   * predecessor is in TIME_WAIT.
   *
   * @param local the address of the end wanted
   * @param remote the address of the other end
   */
  public Optional<SocketState> end(InetSocketAddress local, InetSocketAddress remote) {
    Optional<SocketState> waiting = Optional.empty();
    for (SocketState socket : sockets) {
      if (socket.local().equals(local) && socket.remote().equals(remote)) {
        if (socket.state() != TcpState.TIME_WAIT) {
          return Optional.of(socket);
        }
        waiting = Optional.of(socket);
      }
    }
    return waiting;
  }

  /** Returns the sockets that listen on the port. */
  public List<SocketState> listeners(int port) {
    return sockets.stream()
        .filter(socket -> socket.state() == TcpState.LISTEN && socket.local().getPort() == port)
        .toList();
  }

  /**
   * Returns how many connections wait in the kernel for the application to accept them; nothing
   * where nobody listens on the port in this network namespace.
   */
  public OptionalInt acceptQueue(int port) {
    List<SocketState> listeners = listeners(port);
    return listeners.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(listeners.stream().mapToInt(each -> (int) each.receiveQueue()).sum());
  }

  /**
   * Returns the listening ends on the port that the kernel accepted and the application did not.
   */
  public List<SocketState> notAccepted(int port) {
    return sockets.stream()
        .filter(socket -> socket.local().getPort() == port && socket.notAccepted())
        .toList();
  }

  /**
   * Counts sockets in TIME_WAIT. The kernel keeps no more of them than {@link
   * KernelSettings#timeWaitLimit()}, in all namespaces together: on a busy machine there may have
   * been more.
   *
   * @param port the port that the server, or the probe, listens on
   */
  public TimeWaits timeWaits(int port) {
    int connecting = 0;
    int listening = 0;
    for (SocketState socket : sockets) {
      if (socket.state() == TcpState.TIME_WAIT) {
        connecting += socket.remote().getPort() == port ? 1 : 0;
        listening += socket.local().getPort() == port ? 1 : 0;
      }
    }
    return new TimeWaits(port, connecting, listening);
  }
}
