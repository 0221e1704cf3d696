package io.github.connectionprobe.socket;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One end of a recorded connection, as far as the operating system shows it.
 *
 * @param socket the socket; nothing where it is gone, or not to be seen
 * @param owner the process that holds it
 * @param unavailable why it cannot be seen; nothing where it can, or where it is gone
 */
public record SocketEnd(
    Optional<SocketState> socket, SocketOwner owner, Optional<String> unavailable) {

  /** Checks that nothing is missing. */
  public SocketEnd {
    requireNonNull(socket, "socket");
    requireNonNull(owner, "owner");
    requireNonNull(unavailable, "unavailable");
  }

  static SocketEnd present(SocketState socket, SocketOwner owner) {
    return new SocketEnd(Optional.of(socket), owner, Optional.empty());
  }

  static SocketEnd gone() {
    return new SocketEnd(Optional.empty(), SocketOwner.NOBODY, Optional.empty());
  }

  static SocketEnd unavailable(String reason) {
    return new SocketEnd(Optional.empty(), SocketOwner.UNKNOWN, Optional.of(reason));
  }

  /** Returns whether two readings agreed that there is no such socket any more. */
  public boolean isGone() {
    return socket.isEmpty() && unavailable.isEmpty();
  }
}
