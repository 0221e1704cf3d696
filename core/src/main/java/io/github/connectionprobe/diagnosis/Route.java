package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.recording.RecordedExchange;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What tells apart connections that no pool would confuse: the host asked for, and the client that
 * asks. What a single connection carried two values of is evidently no part of any pool's key.
 */
final class Route {

  private static final Set<String> LOOPBACK =
      Set.of("localhost", "127.0.0.1", "[::1]", "[0:0:0:0:0:0:0:1]", "0.0.0.0", "ip6-localhost");

  private final boolean hostsMatter;
  private final boolean agentsMatter;

  Route(List<Timeline> timelines) {
    hostsMatter = timelines.stream().noneMatch(t -> values(t, Route::host).size() > 1);
    agentsMatter = timelines.stream().noneMatch(t -> values(t, Route::agent).size() > 1);
  }

  boolean same(Timeline one, Timeline other) {
    return TlsRoute.same(one, other) && sameHost(one, other) && sameAgent(one, other);
  }

  /** Returns what is equal for connections of one route. */
  String key(Timeline timeline) {
    String host = hostsMatter ? timeline.last().map(Route::host).orElse("") : "";
    String agent = agentsMatter ? timeline.last().map(Route::agent).orElse("") : "";
    return host + '\n' + agent + '\n' + TlsRoute.key(timeline);
  }

  boolean sameHost(Timeline one, Timeline other) {
    return !hostsMatter || agree(one, other, Route::host);
  }

  private boolean sameAgent(Timeline one, Timeline other) {
    return !agentsMatter || agree(one, other, Route::agent);
  }

  /** Returns the host asked for on the connection, with its port, or words where there is none. */
  static String hostOf(Timeline timeline) {
    return timeline.last().map(Route::host).filter(host -> !host.isEmpty()).orElse("no host");
  }

  /** Returns true where two host names can only mean one and the same server. */
  static boolean aliases(String one, String other) {
    return port(one).equals(port(other))
        && LOOPBACK.contains(name(one))
        && LOOPBACK.contains(name(other));
  }

  /** Returns the same for all host names that can only mean one and the same server. */
  static String withoutAlias(String host) {
    return LOOPBACK.contains(name(host)) ? "localhost" + port(host) : host;
  }

  static String host(RecordedExchange exchange) {
    return exchange.request().headers().first("host").orElse("").toLowerCase(Locale.ROOT);
  }

  static String agent(RecordedExchange exchange) {
    return exchange.request().headers().first("user-agent").orElse("");
  }

  private static boolean agree(
      Timeline one, Timeline other, Function<RecordedExchange, String> attribute) {
    // A connection without exchanges in the window may be anybody's.
    return one.exchanges().isEmpty()
        || other.exchanges().isEmpty()
        || attribute
            .apply(one.exchanges().get(0))
            .equals(attribute.apply(other.exchanges().get(0)));
  }

  private static Set<String> values(
      Timeline timeline, Function<RecordedExchange, String> attribute) {
    return timeline.exchanges().stream().map(attribute).collect(Collectors.toSet());
  }

  private static String name(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.indexOf(']') ? host.substring(0, colon) : host;
  }

  private static String port(String host) {
    return host.substring(name(host).length());
  }
}
