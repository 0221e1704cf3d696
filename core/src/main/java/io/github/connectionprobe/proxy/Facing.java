package io.github.connectionprobe.proxy;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a proxy stands in front of: one upstream, or whatever its clients ask for. Immutable. */
final class Facing {

  private final @Nullable Upstream upstream;
  private final @Nullable Destinations destinations;

  private Facing(@Nullable Upstream upstream, @Nullable Destinations destinations) {
    this.upstream = upstream;
    this.destinations = destinations;
  }

  static Facing one(Upstream upstream) {
    return new Facing(requireNonNull(upstream, "upstream"), null);
  }

  static Facing any(Destinations destinations) {
    return new Facing(null, requireNonNull(destinations, "destinations"));
  }

  Upstreams upstreams(RelayLoop loop, Duration patience) {
    return destinations != null
        ? new Forwarding(destinations, loop, patience)
        : new Connector(requireNonNull(upstream), loop);
  }

  /** Returns the one upstream of the proxy of that name. */
  Upstream upstream(String name) {
    if (upstream == null) {
      throw new IllegalStateException(
          "The probe \""
              + name
              + "\" forwards to whatever its clients ask for, so it has neither an upstream nor a URI"
              + " that stands in for one. Leave the client's URLs as they are, and give it"
              + " probe.proxy() or probe.proxySelector() as its proxy.");
    }
    return upstream;
  }

  /** Returns the forwarding proxy of that name as a SOCKS proxy. */
  Proxy socks(String name, InetSocketAddress address) {
    destinations(name);
    return new Proxy(Proxy.Type.SOCKS, address);
  }

  /** Returns what selects the forwarding proxy of that name as an HTTP proxy. */
  ProxySelector selector(String name, InetSocketAddress address) {
    return new AllowedProxies(destinations(name), new Proxy(Proxy.Type.HTTP, address));
  }

  private Destinations destinations(String name) {
    if (destinations == null) {
      throw new IllegalStateException(
          "The probe \""
              + name
              + "\" stands in front of "
              + upstream
              + " and is no proxy for other destinations. Give the client probe.uri(), or make it a"
              + " forwarding probe: RecordingProxy.forward(...), @ConnectionProbe(forward = true).");
    }
    return destinations;
  }
}
