package io.github.connectionprobe.observer.http2;

import io.github.connectionprobe.recording.GoAway;
import io.github.connectionprobe.recording.Http2Facts;
import io.github.connectionprobe.recording.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What frames say of the connection as a whole. */
final class Signals {

  /** An orderly end takes two; more is not worth memory. */
  private static final int MOST_GO_AWAYS = 10;

  private final List<GoAway> goAways = new ArrayList<>(0);
  private @Nullable Duration settingsAt;
  private OptionalLong maxConcurrentStreams = OptionalLong.empty();
  private long resets;
  private long pingsOfClient;
  private long pingsOfServer;

  void settingsOfServer(long atNanos) {
    if (settingsAt == null) {
      settingsAt = Duration.ofNanos(atNanos);
    }
  }

  void maxConcurrentStreams(long most) {
    maxConcurrentStreams = OptionalLong.of(most);
  }

  void goAway(GoAway goAway) {
    if (goAways.size() < MOST_GO_AWAYS) {
      goAways.add(goAway);
    }
  }

  void reset() {
    resets++;
  }

  void ping(Side by) {
    if (by == Side.CLIENT) {
      pingsOfClient++;
    } else {
      pingsOfServer++;
    }
  }

  Http2Facts facts(int peakStreams, @Nullable String fieldsUnreadable) {
    return new Http2Facts(
        Optional.ofNullable(settingsAt),
        maxConcurrentStreams,
        peakStreams,
        goAways,
        resets,
        pingsOfClient,
        pingsOfServer,
        Optional.ofNullable(fieldsUnreadable));
  }
}
