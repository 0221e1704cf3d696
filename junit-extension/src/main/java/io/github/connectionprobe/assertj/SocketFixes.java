package io.github.connectionprobe.assertj;

/** What to do about each thing that sockets can show. */
final class SocketFixes {

  static final String CLOSED =
      """
      Fix: Assert while the client still has its connection: before it is closed, and where it is
      pooled.""";

  static final String TIME_WAIT =
      """
      Fix: The side that sends its FIN first keeps its port for 60 seconds. Let the client reuse its
      connections, and let the server close those that nobody uses any more.""";

  static final String CLOSE_WAIT =
      """
      Fix: Close what holds the connection, such as a response or a client that is no longer needed:
      the kernel keeps the socket for as long as the process does. Where it is idle in a pool, let
      the pool drop it before the server hangs up.""";

  static final String UNREAD =
      """
      Fix: Read each response to its end or close it, errors too. Until then its connection can
      serve no other request.""";

  static final String UNACCEPTED =
      """
      Fix: Look at the server: it listens and does not accept, because its threads are busy, its
      limit of connections is reached, or it is not yet started to the end. What the client sends is
      acknowledged by the kernel, and nobody answers.""";

  static final String UNSEEN =
      """
      Sockets are read from /proc, which Linux has, for the network namespace of this process. Run
      the test there with the client on the same machine and outside containers. To skip it elsewhere:
      Assumptions.assumeThat(probe.sockets().unavailable()).isEmpty()
      More: docs/sockets.md""";

  private SocketFixes() {}

  static String keepalive(String state) {
    return state.equals("switched off")
        ? """
          Fix: Take out what sets SO_KEEPALIVE on the client's sockets; Apache HttpClient 5 sets it
          unless told otherwise: SocketConfig.setSoKeepAlive(false)."""
        : """
          Fix: Set SO_KEEPALIVE on the client's sockets, and TCP_KEEPIDLE for the time: without it the
          machine's applies, two hours as a rule. Apache HttpClient 5: SocketConfig.setSoKeepAlive and
          setTcpKeepIdle; OkHttp: a SocketFactory that sets it.""";
  }
}
