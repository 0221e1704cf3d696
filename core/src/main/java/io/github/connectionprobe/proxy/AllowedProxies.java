package io.github.connectionprobe.proxy;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** Sends through a forwarding proxy what it would let pass, and leaves everything else alone. */
final class AllowedProxies extends ProxySelector {

  private final Destinations destinations;
  private final Proxy proxy;

  AllowedProxies(Destinations destinations, Proxy proxy) {
    this.destinations = destinations;
    this.proxy = proxy;
  }

  @Override
  public List<Proxy> select(URI uri) {
    if (uri == null) {
      throw new IllegalArgumentException("The URI to select a proxy for is null.");
    }
    return List.of(allowed(uri) ? proxy : Proxy.NO_PROXY);
  }

  private boolean allowed(URI uri) {
    String host = uri.getHost();
    int port = uri.getPort() >= 0 ? uri.getPort() : defaultPort(uri);
    return host != null
        && Destination.of(host.replaceAll("[\\[\\]]", ""), port)
            .flatMap(destinations::find)
            .isPresent();
  }

  private static int defaultPort(URI uri) {
    return switch (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) {
      case "http", "ws" -> 80;
      case "https", "wss" -> 443;
      default -> -1;
    };
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    if (uri == null || address == null || failure == null) {
      throw new IllegalArgumentException("URI, address and failure must all be given.");
    }
    // There is no other proxy to fall back on.
  }
}
