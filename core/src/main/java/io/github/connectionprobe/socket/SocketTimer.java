package io.github.connectionprobe.socket;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The one timer that the kernel shows of a socket. It has a single slot, so a retransmission or a
 * window probe hides a keepalive timer (RFC 9293 §3.8.1, §3.8.4 and §3.8.6.1).
 *
 * @param kind what the timer is for
 * @param left the time until it fires, to a hundredth of a second; zero where none runs
 */
public record SocketTimer(Kind kind, Duration left) {

  /** What a socket's timer can be for. */
  public enum Kind {
    /** No timer runs. */
    NONE,
    /** Sent bytes are not acknowledged, or a lost segment is probed for. */
    RETRANSMISSION,
    /** TCP keepalive: when it fires, a silent peer is probed. */
    KEEPALIVE,
    /** The end of TIME_WAIT, or of FIN_WAIT_2 where no process holds the socket any more. */
    TIME_WAIT,
    /** The other end takes no more bytes: its window is zero. */
    ZERO_WINDOW_PROBE
  }

  private static final Kind[] KINDS = Kind.values();

  /** Checks that nothing is missing. */
  public SocketTimer {
    requireNonNull(kind, "kind");
    requireNonNull(left, "left");
  }

  /**
   * Reads the kernel's own words.
   *
   * @param number the kind, as numbered in {@code /proc/net/tcp}
   * @param ticks the time left, in hundredths of a second on every Linux that Java 17 runs on
   */
  static SocketTimer ofKernel(int number, long ticks) {
    if (number < 0 || number >= KINDS.length) {
      throw new IllegalArgumentException("no socket timer has the number " + number);
    }
    return new SocketTimer(KINDS[number], Duration.ofMillis(number == 0 ? 0 : ticks * 10));
  }
}
