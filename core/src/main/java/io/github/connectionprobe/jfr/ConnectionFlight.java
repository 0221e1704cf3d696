package io.github.connectionprobe.jfr;

import io.github.connectionprobe.observer.ExchangeListener;
import io.github.connectionprobe.recording.RecordedConnection;
import java.time.Duration;
import java.util.function.Supplier;

/** What is told of one connection. Not thread-safe: belongs to the connection's event loop. */
public interface ConnectionFlight extends ExchangeListener {

  /** Tells nobody. */
  ConnectionFlight NONE = (facts, at) -> {};

  /**
   * Tells that the connection is over, or that the probe is.
   *
   * @param facts what is recorded of it, asked for only where somebody wants to know
   * @param at when, from the start of the recording
   */
  void ended(Supplier<RecordedConnection> facts, Duration at);
}
