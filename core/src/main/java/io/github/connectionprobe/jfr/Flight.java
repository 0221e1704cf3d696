package io.github.connectionprobe.jfr;

import java.net.InetSocketAddress;

/**
 * What one probe tells Java Flight Recorder. This type and {@link ConnectionFlight} are all that
 * may be touched where Java comes without the module {@code jdk.jfr}.
 */
public interface Flight {

  /** For a Java that has no flight recorder. */
  Flight NONE = (connection, client) -> ConnectionFlight.NONE;

  /** Begins to tell of a probe, where there is somebody to tell. */
  static Flight of(String probe) {
    return Recorders.present() ? new JfrFlight(probe) : NONE;
  }

  /**
   * Tells of a connection that has just been opened.
   *
   * @param connection its number
   */
  ConnectionFlight opened(int connection, InetSocketAddress client);
}
