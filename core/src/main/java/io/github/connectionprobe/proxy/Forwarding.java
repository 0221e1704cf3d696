package io.github.connectionprobe.proxy;

import io.github.connectionprobe.recording.UpstreamFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Connects each client to where it asks to be connected to, if that is allowed. Not thread-safe:
 * belongs to its loop's thread.
 */
final class Forwarding implements Upstreams {

  /** Clients send it at once; only one that is broken or means ill takes longer. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int MENTIONED = 3;

  private final Destinations destinations;
  private final RelayLoop loop;
  private final Duration patience;
  private final Map<Destination, Connector> connectors = new HashMap<>();
  private final Set<Destination> asked = new LinkedHashSet<>();

  Forwarding(Destinations destinations, RelayLoop loop, Duration patience) {
    this.destinations = destinations;
    this.loop = loop;
    this.patience = patience;
  }

  @Override
  public void connect(Relay relay) {
    relay.negotiate(new Negotiation(relay, loop, this, patience));
  }

  /** Connects the relay to the destination that its client asked for, or refuses. */
  void connect(Relay relay, Destination destination) {
    if (destination.loopback() && destination.port() == relay.listenerPort()) {
      refuse(
          relay,
          destination,
          "the client asked for "
              + destination
              + ", which is the probe itself; ask for the server's own address");
      return;
    }
    Optional<Destinations.Found> found = destinations.find(destination);
    if (found.isPresent() || !destinations.mayBeKnownByName(destination)) {
      connect(relay, destination, found);
      return;
    }
    Connector.lookUp(
        () -> {
          Optional<Destinations.Found> byAddress = destinations.findByAddress(destination);
          loop.loop().execute(() -> connect(relay, destination, byAddress));
        });
  }

  private void connect(Relay relay, Destination wanted, Optional<Destinations.Found> found) {
    if (found.isEmpty()) {
      String fix = "allow(\"" + wanted + "\")";
      refuse(
          relay,
          wanted,
          "the client asked for "
              + wanted
              + ", and allowed are "
              + destinations
              + "; add "
              + fix
              + ", or map it to a server on this machine");
      return;
    }
    Destination destination = found.get().destination();
    asked.add(destination);
    relay.destination(destination);
    connectors
        .computeIfAbsent(destination, any -> new Connector(found.get().upstream(), loop))
        .connect(relay);
  }

  private static void refuse(Relay relay, Destination destination, String reason) {
    relay.destination(destination);
    relay.upstreamFailed(UpstreamFailure.Kind.NOT_ALLOWED, reason);
  }

  @Override
  public String toString() {
    if (asked.isEmpty()) {
      return "whatever clients ask for";
    }
    int more = asked.size() - MENTIONED;
    return asked.stream()
            .limit(MENTIONED)
            .map(Destination::toString)
            .collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }
}
