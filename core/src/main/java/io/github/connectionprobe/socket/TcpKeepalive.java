package io.github.connectionprobe.socket;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Whether the kernel will probe a silent peer (TCP keepalive, RFC 9293 §3.8.4). It says nothing of
 * HTTP keep-alive, which is the reuse of a connection.
 *
 * <pre>{@code
 * if (socket.keepalive().armed() == TcpKeepalive.Armed.YES) {
 *   System.out.println("first probe in " + socket.keepalive().left().toSeconds() + " s at most");
 * }
 * }</pre>
 *
 * @param armed whether it is armed, or cannot be told
 * @param left where armed, the time until its timer fires. The kernel re-arms the timer lazily, so
 *     traffic may move the probe further away; once probes are under way it counts down to the next
 * @param reason where it cannot be told, why not; empty otherwise
 */
public record TcpKeepalive(Armed armed, Duration left, String reason) {

  /** Whether a keepalive timer is set. */
  public enum Armed {
    /** It is: the application set {@code SO_KEEPALIVE}. */
    YES,
    /** It is not, whatever idle time was configured. */
    NO,
    /** Another timer hides it, or there is nothing to probe for. */
    UNKNOWN
  }

  /** Checks that nothing is missing. */
  public TcpKeepalive {
    requireNonNull(armed, "armed");
    requireNonNull(left, "left");
    requireNonNull(reason, "reason");
  }

  static TcpKeepalive of(TcpState state, SocketTimer timer, long unacknowledged) {
    return switch (state) {
      case ESTABLISHED, CLOSE_WAIT, FIN_WAIT_2 -> of(timer, unacknowledged);
      default -> unknown("the socket is in " + state);
    };
  }

  private static TcpKeepalive of(SocketTimer timer, long unacknowledged) {
    return switch (timer.kind()) {
      case KEEPALIVE -> new TcpKeepalive(Armed.YES, timer.left(), "");
      case NONE ->
          unacknowledged == 0
              ? new TcpKeepalive(Armed.NO, Duration.ZERO, "")
              : unknown(unacknowledged + " bytes are still to be acknowledged");
      case RETRANSMISSION -> unknown("the retransmission timer is in its place");
      case ZERO_WINDOW_PROBE -> unknown("the zero-window timer is in its place");
      case TIME_WAIT -> unknown("no process holds the socket any more");
    };
  }

  private static TcpKeepalive unknown(String reason) {
    return new TcpKeepalive(Armed.UNKNOWN, Duration.ZERO, reason);
  }
}
