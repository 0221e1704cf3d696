package io.github.connectionprobe.socket;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;

/**
 * One end of a TCP connection, or a listener, as the kernel showed it at one moment.
 *
 * <pre>{@code
 * for (SocketState socket : SocketTable.read().sockets()) {
 *   System.out.println(socket.local() + " " + socket.state() + " " + socket.unreadBytes());
 * }
 * }</pre>
 *
 * @param local this end's address; an IPv4 address also where the socket is one of IPv6
 * @param remote the other end's address; port 0 for a listener
 * @param state its state
 * @param unacknowledgedBytes bytes that the application sent and the other end has not yet
 *     acknowledged
 * @param receiveQueue the kernel's receive queue as printed: bytes, a FIN counted as one, or for a
 *     listener the connections that wait to be accepted
 * @param timer its timer
 * @param inode what links it to the process that holds it; 0 where none does: closed by its
 *     process, in TIME_WAIT, or not accepted yet
 */
public record SocketState(
    InetSocketAddress local,
    InetSocketAddress remote,
    TcpState state,
    long unacknowledgedBytes,
    long receiveQueue,
    SocketTimer timer,
    long inode) {

  /** Checks that nothing is missing. */
  public SocketState {
    requireNonNull(local, "local");
    requireNonNull(remote, "remote");
    requireNonNull(state, "state");
    requireNonNull(timer, "timer");
  }

  /**
   * Returns how many bytes arrived and were not read by the application. What a library has read
   * into a buffer of its own counts as read, so a small body nobody looked at need not show here.
   */
  public long unreadBytes() {
    if (state == TcpState.LISTEN) {
      return 0;
    }
    return state.finReceived() ? Math.max(0, receiveQueue - 1) : receiveQueue;
  }

  /**
   * Returns whether the other end's FIN arrived and the application has not read up to it: it
   * cannot know yet that the connection is ending.
   */
  public boolean endUnread() {
    return state.finReceived() && state != TcpState.TIME_WAIT && receiveQueue > 0;
  }

  /**
   * Returns whether the other end hung up, the application has read that, and still holds the
   * socket open: it forgot to close it, unless it has more to send.
   */
  public boolean hungUpOnAndNotClosed() {
    return state == TcpState.CLOSE_WAIT && receiveQueue == 0 && inode != 0;
  }

  /**
   * Returns whether the kernel completed the handshake and the application has not accepted the
   * connection: whoever connected can send, and is not answered.
   */
  public boolean notAccepted() {
    return inode == 0 && (state == TcpState.ESTABLISHED || state == TcpState.CLOSE_WAIT);
  }

  /** Returns whether TCP keepalive is armed on it. */
  public TcpKeepalive keepalive() {
    return TcpKeepalive.of(state, timer, unacknowledgedBytes);
  }
}
