package io.github.connectionprobe.socket;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * This process's connections that wait at a server's port: the kernel has completed their
 * handshake, and the server's application has not accepted them. Whoever connected can send, and
 * nobody answers.
 *
 * <pre>{@code
 * SocketFacts.of(probe.recording()).upstreamQueue().map(AcceptQueue::waiting); // not accepted
 * }</pre>
 *
 * @param port the port that the server listens on
 * @param waiting the server's ends of the connections, as two readings showed them
 */
public record AcceptQueue(int port, List<SocketState> waiting) {

  /** Copies the list. */
  public AcceptQueue {
    waiting = List.copyOf(waiting);
  }

  /** Returns nothing where nobody listens on the port in this network namespace. */
  static Optional<AcceptQueue> of(
      int port, SocketTable before, SocketTable after, Map<Long, SocketOwner> owners) {
    if (after.listeners(port).isEmpty()) {
      return Optional.empty();
    }
    Map<InetSocketAddress, SocketState> connecting = new HashMap<>();
    for (SocketState socket : after.sockets()) {
      if (socket.remote().getPort() == port) {
        connecting.put(socket.local(), socket);
      }
    }
    return Optional.of(
        new AcceptQueue(
            port,
            after.notAccepted(port).stream()
                .filter(socket -> waits(socket, before))
                .filter(socket -> ours(connecting.get(socket.remote()), owners))
                .toList()));
  }

  /** An application that was just about to accept must not be blamed. */
  private static boolean waits(SocketState socket, SocketTable before) {
    return before.end(socket.local(), socket.remote()).filter(SocketState::notAccepted).isPresent();
  }

  private static boolean ours(@Nullable SocketState connecting, Map<Long, SocketOwner> owners) {
    SocketOwner owner = connecting == null ? null : owners.get(connecting.inode());
    return owner != null && owner.kind() == SocketOwner.Kind.THIS_JVM;
  }
}
