package io.github.connectionprobe.diagnosis;

import java.time.Duration;

/**
 * The spans of time within which the order of two events says nothing, in nanoseconds. Each exists
 * because two sockets, or two threads, keep no common order.
 */
final class Grace {

  /**
   * A client that closes one connection and opens another does so on two sockets, often from two
   * threads. On a busy machine the close was seen up to 110 ms late; twice that is safe.
   */
  static final long ORDER = millis(250);

  /**
   * A peer that ends a connection this soon after a response did so because of the response. No
   * client or server has an idle limit that short by default.
   */
  static final long PROMPT = millis(250);

  /**
   * A client sees a response later than the probe does, and its pool gets the connection back later
   * still. Likewise a connection taken from the pool is seen in use only when its request arrives.
   */
  static final long RELEASE = millis(50);

  /**
   * With several threads, one of them may hold a connection while it reads the body into objects
   * for the first time, which takes a cold JVM some hundred milliseconds.
   */
  static final long HELD = millis(300);

  /**
   * On a machine with more threads than processors one of them may stand still while the others go
   * on: Reactor Netty was seen to give a connection back 330 ms late at a load of 4 for each
   * processor, and with a single caller 190 ms late. It explains a single connection, not a burst
   * of them.
   */
  static final long STALLED = millis(450);

  /**
   * A machine under load makes a client slow, which the recording shows; beyond this it shows
   * rather that the client opened a connection in advance.
   */
  static final long SLOWEST_PACE = millis(500);

  /** Connections ended this close together were ended by one act, such as closing the client. */
  static final long TOGETHER = millis(20);

  /**
   * A connection kept idle for less than this was given up early: no common client has a shorter
   * idle limit by default (HttpURLConnection's is 5 s), timers being allowed some imprecision.
   */
  static final long SHORT_IDLE = millis(4_500);

  /** A response that has run for this long is a stream or a long poll, which a client may leave. */
  static final long STREAM = millis(1_000);

  private Grace() {}

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
