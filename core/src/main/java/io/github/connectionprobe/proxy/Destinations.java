package io.github.connectionprobe.proxy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a forwarding proxy connects to for its clients: this machine's loopback addresses, and what
 * was allowed or mapped besides. Anything else is refused, so that a test cannot reach out by
 * mistake.
 *
 * <pre>{@code
 * Destinations.loopback();
 * Destinations.loopback().allow("api.example:443");
 * Destinations.loopback().map("api.example:443", Upstream.from(() -> server.getPort()));
 * }</pre>
 *
 * <p>A client that looks a name up by itself, as {@code HttpURLConnection} does in front of a SOCKS
 * proxy, asks for an address instead. Where no rule allows that, it counts as the allowed or mapped
 * name that has this address.
 *
 * <p>Immutable; each method returns a new value.
 */
public final class Destinations {

  private static final Destinations LOOPBACK = new Destinations(Map.of());

  /** What was said, and where it is to be found. */
  private final Map<Destination, Upstream> rules;

  /** A destination as the recording names it, and where it is. */
  record Found(Destination destination, Upstream upstream) {}

  private Destinations(Map<Destination, Upstream> rules) {
    this.rules = Collections.unmodifiableMap(rules);
  }

  /** Returns {@code localhost}, {@code 127.0.0.0/8} and {@code ::1}, on every port. */
  public static Destinations loopback() {
    return LOOPBACK;
  }

  /**
   * Allows destinations besides.
   *
   * @param destinations each one {@code host:port} or a URI, such as {@code https://api.example}
   * @throws IllegalArgumentException if one is neither
   */
  public Destinations allow(String... destinations) {
    Destinations all = this;
    for (String text : destinations) {
      Upstream itself = parse(text);
      all = all.with(destination(itself, text), itself);
    }
    return all;
  }

  /**
   * Allows a destination that is to be found elsewhere, so that a server on this machine can be
   * spoken to under the name on its certificate. The name need not exist.
   *
   * @param destination what clients ask for: {@code host:port} or a URI
   * @param upstream where to connect to instead; may be outside the loopback addresses
   * @throws IllegalArgumentException if the destination is neither
   */
  public Destinations map(String destination, Upstream upstream) {
    return with(destination(parse(destination), destination), upstream);
  }

  private Destinations with(Destination destination, Upstream upstream) {
    Map<Destination, Upstream> more = new LinkedHashMap<>(rules);
    more.put(destination, upstream);
    return new Destinations(more);
  }

  private static Upstream parse(String text) {
    try {
      return Upstream.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "The destination \"" + text + "\" cannot be read. " + wrong.getMessage(), wrong);
    }
  }

  private static Destination destination(Upstream parsed, String text) {
    return Destination.parse(parsed.toString())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The destination \""
                        + text
                        + "\" is neither a host name nor an address with a port. Write it as in"
                        + " api.example:443 or [::1]:443."));
  }

  /** Returns where it is, where it is allowed as it stands. Looks nothing up. */
  Optional<Found> find(Destination asked) {
    Upstream upstream = rules.get(asked);
    if (upstream == null && asked.loopback()) {
      Upstream mapped = rules.get(new Destination(Destination.LOCALHOST, asked.port()));
      upstream = mapped != null ? mapped : Upstream.of(asked.host(), asked.port());
    }
    return Optional.ofNullable(upstream).map(found -> new Found(asked, found));
  }

  /** Whether it may be the address of a name that is allowed. */
  boolean mayBeKnownByName(Destination asked) {
    return asked.address().isPresent()
        && rules.keySet().stream().anyMatch(each -> named(each, asked.port()));
  }

  /** Looks for the allowed name that has the address asked for. May block. */
  Optional<Found> findByAddress(Destination asked) {
    return asked
        .address()
        .flatMap(
            address ->
                rules.keySet().stream()
                    .filter(each -> named(each, asked.port()) && has(each.host(), address))
                    .findFirst())
        .flatMap(this::find);
  }

  private static boolean named(Destination destination, int port) {
    return destination.port() == port && destination.address().isEmpty();
  }

  private static boolean has(String name, InetAddress address) {
    try {
      return Arrays.asList(InetAddress.getAllByName(name)).contains(address);
    } catch (UnknownHostException madeUp) {
      return false;
    }
  }

  /** Says what is accepted, for a message. */
  @Override
  public String toString() {
    return rules.isEmpty()
        ? "localhost, 127.0.0.0/8 and [::1]"
        : rules.keySet().stream()
            .map(Destination::toString)
            .collect(Collectors.joining(", ", "", ", localhost, 127.0.0.0/8 and [::1]"));
  }
}
