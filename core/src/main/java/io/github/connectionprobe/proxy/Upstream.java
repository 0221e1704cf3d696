package io.github.connectionprobe.proxy;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the real HTTP dependency listens. Nothing is looked up when it is made: a host name is
 * resolved, and a supplier asked, when the first connection needs it, so that a server may start
 * later than the probe. Only {@code localhost} is resolved once for all.
 *
 * <pre>{@code
 * Upstream.parse("localhost:9200");
 * Upstream.parse("https://localhost:8443");
 * Upstream.from(() -> container.getMappedPort(9200)); // a port alone means localhost
 * }</pre>
 *
 * Immutable; a supplier must be safe for use by another thread.
 */
public final class Upstream {

  private static final String ACCEPTED =
      " Accepted are host:port such as localhost:9200 or [::1]:9200, and a URI such as"
          + " http://localhost:9200 or https://localhost (port 80 or 443 unless given).";

  /** A name with an underscore is no host to java.net.URI, but Docker makes such names. */
  private static final Pattern NAME_AND_PORT = Pattern.compile("([\\w.-]+)(?::(\\d{1,5}))?");

  /** A host and port with a scheme, not looked up. */
  record Place(String scheme, String host, int port) {
    @Override
    public String toString() {
      return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /** Null until it was looked up. It means this machine, for good (RFC 6761 §6.3). */
  private static volatile @Nullable List<InetAddress> localhost;

  private final Supplier<?> source;
  private final @Nullable Place place;
  private final String scheme;
  private volatile String words;

  private Upstream(Supplier<?> source, @Nullable Place place, String scheme, String words) {
    this.source = source;
    this.place = place;
    this.scheme = scheme;
    this.words = words;
  }

  private static Upstream at(Place place) {
    return new Upstream(() -> place, place, place.scheme(), place.toString());
  }

  /**
   * Returns the upstream written as {@code host:port} or as a URI, of which path, query and
   * fragment are ignored.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  public static Upstream parse(String text) {
    return at(place(text));
  }

  /**
   * Returns the upstream at a host and port.
   *
   * @param host a name or an address; an IPv6 address with or without brackets
   * @throws IllegalArgumentException if the port is not between 1 and 65535 or the host is blank
   */
  public static Upstream of(String host, int port) {
    return at(place("http", host, port, host + ":" + port));
  }

  /**
   * Returns the upstream at a URI, of which path, query and fragment are ignored.
   *
   * @throws IllegalArgumentException if it has no host, or a scheme other than http and https
   */
  public static Upstream of(URI uri) {
    return at(place(uri));
  }

  /** Returns the upstream at a socket address, which need not be resolved. */
  public static Upstream of(InetSocketAddress address) {
    return of(address.getHostString(), address.getPort());
  }

  /**
   * Returns an upstream that is asked for at the first connection, and at each following one until
   * it answers.
   *
   * @param supplier gives a {@code host:port} or URI as text, a {@link URI}, a {@link URL}, an
   *     {@link InetSocketAddress}, a port on localhost as an {@link Integer}, or an {@link
   *     Upstream}
   */
  public static Upstream from(Supplier<?> supplier) {
    return new Upstream(
        requireNonNull(supplier, "supplier"), null, "http", "an upstream that is not known yet");
  }

  /** Returns {@code http} or {@code https}; {@code http} where it was not said. */
  public String scheme() {
    return scheme;
  }

  /** Returns {@code host:port}, or words that say that it is not known yet. */
  @Override
  public String toString() {
    return words;
  }

  /**
   * Looks it up. May block, and runs the supplier's code.
   *
   * @return the addresses to try, in this order
   * @throws IOException if it cannot be looked up; the message says what was tried
   */
  List<InetSocketAddress> resolve() throws IOException {
    Place found;
    try {
      found = placeOf(source.get());
    } catch (RuntimeException | Error failed) {
      throw new IOException("The supplier of the upstream failed: " + failed, failed);
    }
    words = found.toString();
    return at(addresses(found.host()), found.port());
  }

  /**
   * Returns the addresses to try where nothing has to be looked up, so that no other thread has to
   * be asked: that of a host that is written as one, and those of {@code localhost} once they are
   * known.
   */
  Optional<List<InetSocketAddress>> known() {
    Place written = place;
    if (written == null) {
      return Optional.empty();
    }
    Optional<List<InetAddress>> addresses =
        written.host().equalsIgnoreCase(Destination.LOCALHOST)
            ? Optional.ofNullable(localhost)
            : Destination.of(written.host(), written.port())
                .flatMap(Destination::address)
                .map(List::of);
    return addresses.map(found -> at(found, written.port()));
  }

  private static List<InetSocketAddress> at(List<InetAddress> addresses, int port) {
    return addresses.stream().map(address -> new InetSocketAddress(address, port)).toList();
  }

  private static List<InetAddress> addresses(String host) throws UnknownHostException {
    try {
      List<InetAddress> addresses = List.of(InetAddress.getAllByName(host));
      if (host.equalsIgnoreCase(Destination.LOCALHOST)) {
        localhost = addresses;
      }
      return addresses;
    } catch (UnknownHostException unknown) {
      throw new UnknownHostException("The host name \"" + host + "\" has no address");
    }
  }

  private static Place placeOf(Object given) {
    if (given instanceof Place place) {
      return place;
    } else if (given instanceof CharSequence text) {
      return place(text.toString());
    } else if (given instanceof URI uri) {
      return place(uri);
    } else if (given instanceof URL url) {
      return place(url.toString());
    } else if (given instanceof InetSocketAddress address) {
      return place("http", address.getHostString(), address.getPort(), address.toString());
    } else if (given instanceof Integer port) {
      return place("http", "localhost", port, port.toString());
    } else if (given instanceof Upstream upstream) {
      return placeOf(upstream.source.get());
    }
    throw new IllegalArgumentException(
        "The upstream's supplier gave "
            + (given == null ? "null" : given + " (" + given.getClass().getName() + ")")
            + ". Accepted are a String, URI, URL, InetSocketAddress, Integer (a port on localhost)"
            + " and Upstream.");
  }

  private static Place place(String text) {
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      throw new IllegalArgumentException("The upstream is empty." + ACCEPTED);
    }
    boolean hasScheme = stripped.contains("://");
    try {
      return place(new URI(hasScheme ? stripped : "http://" + stripped), text, !hasScheme);
    } catch (URISyntaxException | NumberFormatException malformed) {
      // The latter is what java.net.URI throws for some addresses, such as [::4444444444.].
      throw new IllegalArgumentException(
          "The upstream \"" + text + "\" is neither host:port nor a URI." + ACCEPTED, malformed);
    }
  }

  private static Place place(URI uri) {
    return place(uri, uri.toString(), false);
  }

  private static Place place(URI uri, String given, boolean portNeeded) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException(
          "The upstream \"" + given + "\" has the scheme \"" + scheme + "\"." + ACCEPTED);
    }
    String host = uri.getHost();
    int port = uri.getPort();
    Matcher name = NAME_AND_PORT.matcher(String.valueOf(uri.getRawAuthority()));
    if (host == null && uri.getRawAuthority() != null && name.matches()) {
      host = name.group(1);
      port = name.group(2) == null ? -1 : Integer.parseInt(name.group(2));
    }
    if (host == null) {
      throw new IllegalArgumentException(
          "The upstream \"" + given + "\" has no host that can be read." + ACCEPTED);
    }
    if (portNeeded && port < 0) {
      throw new IllegalArgumentException("The upstream \"" + given + "\" has no port." + ACCEPTED);
    }
    int defaultPort = scheme.equals("https") ? 443 : 80;
    return place(scheme, host, port >= 0 ? port : defaultPort, given);
  }

  private static Place place(String scheme, String host, int port, String given) {
    if (host.isBlank()) {
      throw new IllegalArgumentException("The upstream \"" + given + "\" has no host." + ACCEPTED);
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "The upstream \""
              + given
              + "\" has the port "
              + port
              + ", but a port is between 1 and 65535."
              + ACCEPTED);
    }
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return new Place(scheme, bracketed ? host.substring(1, host.length() - 1) : host, port);
  }
}
