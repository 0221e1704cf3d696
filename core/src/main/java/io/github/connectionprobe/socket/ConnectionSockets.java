package io.github.connectionprobe.socket;

import static java.util.Objects.requireNonNull;

/**
 * The two sockets of the client's connection to the probe.
 *
 * <pre>{@code
 * ConnectionSockets sockets = SocketFacts.of(probe.recording()).connection(1);
 * sockets.client().socket().map(SocketState::keepalive); // is TCP keepalive armed?
 * }</pre>
 *
 * @param connection the connection's number
 * @param client the client's own end
 * @param probe the probe's end of the same connection
 * @param unreadResponseBytes bytes of a response that the client's application had not read
 *     although its exchange was over, at two readings in a row; 0 where there were none, or where
 *     the client's end cannot be seen. Bytes that a library took into a buffer of its own do not
 *     count, nor does anything on HTTP/2, where a response is not all that may wait
 */
public record ConnectionSockets(
    int connection, SocketEnd client, SocketEnd probe, long unreadResponseBytes) {

  /** Checks that nothing is missing. */
  public ConnectionSockets {
    requireNonNull(client, "client");
    requireNonNull(probe, "probe");
  }

  /**
   * Returns whether the server hung up, the client has read that and keeps its socket open in
   * CLOSE_WAIT: a leak, for the kernel never ends this state by itself.
   */
  public boolean leakedByClient() {
    return client.socket().filter(SocketState::hungUpOnAndNotClosed).isPresent();
  }
}
