package io.github.connectionprobe.examples.accuracy;

import java.time.Duration;
import java.util.Optional;

/**
 * What a scenario asks of a server beyond its defaults.
 *
 * @param keepAlive false where every response shall close its connection
 * @param idle how long a connection may be idle
 * @param maxRequests how many requests a connection may carry
 */
record ServerSettings(boolean keepAlive, Optional<Duration> idle, Optional<Integer> maxRequests) {

  static final ServerSettings DEFAULT =
      new ServerSettings(true, Optional.empty(), Optional.empty());

  static ServerSettings noKeepAlive() {
    return new ServerSettings(false, Optional.empty(), Optional.empty());
  }

  static ServerSettings idle(Duration idle) {
    return new ServerSettings(true, Optional.of(idle), Optional.empty());
  }

  static ServerSettings maxRequests(int most) {
    return new ServerSettings(true, Optional.empty(), Optional.of(most));
  }
}
