package io.github.connectionprobe.jfr;

import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import java.time.Duration;
import java.util.function.Supplier;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * A connection of which nothing is told until there is a flight recorder at work. The first event
 * class that is loaded makes Java set one up, which takes a good part of a second and would hold up
 * the first connection of each JVM for nothing.
 */
final class LateConnection implements ConnectionFlight {

  private final String probe;
  private @Nullable JfrConnection events;

  LateConnection(String probe) {
    this.probe = probe;
    events = FlightRecorder.isInitialized() ? new JfrConnection(probe, true) : null;
  }

  private @Nullable JfrConnection events() {
    if (events == null && FlightRecorder.isInitialized()) {
      events = new JfrConnection(probe, false);
    }
    return events;
  }

  @Override
  public void begun(long number) {
    JfrConnection told = events();
    if (told != null) {
      told.begun(number);
    }
  }

  @Override
  public void over(RecordedExchange exchange) {
    JfrConnection told = events();
    if (told != null) {
      told.over(exchange);
    }
  }

  @Override
  public void ended(Supplier<RecordedConnection> facts, Duration at) {
    JfrConnection told = events();
    if (told != null) {
      told.ended(facts, at);
    }
  }
}
