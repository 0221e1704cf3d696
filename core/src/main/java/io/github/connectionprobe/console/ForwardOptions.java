package io.github.connectionprobe.console;

import io.github.connectionprobe.proxy.Destinations;
import io.github.connectionprobe.proxy.Upstream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What makes the probe a proxy to its clients. */
final class ForwardOptions {

  /** Where SOCKS proxies listen (RFC 1928 §3). */
  static final int PORT = 1080;

  @Option(
      names = {"-f", "--forward"},
      description =
          "Be a SOCKS5 and HTTP CONNECT proxy, for clients whose URLs must not change. There is no"
              + " <upstream> then: the probe connects to what clients ask for, if it is allowed.")
  private boolean on;

  @Option(
      names = "--allow",
      paramLabel = "<host>:<port>",
      description =
          "With --forward: a destination to allow besides this machine's own addresses. May be"
              + " given several times.")
  private List<String> allow = new ArrayList<>();

  @Option(
      names = "--map",
      paramLabel = "<host>:<port>=<upstream>",
      description =
          "With --forward: a destination to be found elsewhere. May be given several times.")
  private Map<String, String> map = new LinkedHashMap<>();

  boolean on() {
    return on;
  }

  /** Returns whether something was said that means nothing without forward mode. */
  boolean incomplete() {
    return !on && (!allow.isEmpty() || !map.isEmpty());
  }

  Destinations destinations() throws TroubleException {
    try {
      Destinations destinations = Destinations.loopback().allow(allow.toArray(String[]::new));
      for (Map.Entry<String, String> entry : map.entrySet()) {
        String where = entry.getValue();
        // A port alone is the shortest way to name a server on this machine.
        destinations =
            destinations.map(
                entry.getKey(),
                Upstream.parse(where.matches("\\d{1,5}") ? "localhost:" + where : where));
      }
      return destinations;
    } catch (IllegalArgumentException refused) {
      throw new TroubleException(String.valueOf(refused.getMessage()));
    }
  }
}
