package io.github.connectionprobe.proxy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a client asks a forwarding proxy to connect to, as it wrote it, not looked up.
 *
 * @param host a name in lower case, or an address without brackets
 * @param port between 1 and 65535
 */
record Destination(String host, int port) {

  static final String LOCALHOST = "localhost";

  private static final Pattern NAME = Pattern.compile("[\\w.-]{1,255}");
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final String OCTET = "0*(25[0-5]|2[0-4]\\d|1\\d\\d|\\d?\\d)";
  private static final Pattern OCTETS = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\[\\]]*]|[^:]*):(\\d{1,5})");

  /** Returns the destination, or nothing where host or port cannot be one. */
  static Optional<Destination> of(String host, int port) {
    if (port < 1 || port > 65_535) {
      return Optional.empty();
    }
    // A dot at the end says that the name is complete, which here every name is.
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (isNumeric(name)) {
      return numeric(name).map(address -> of(address, port));
    }
    return !name.endsWith(".") && NAME.matcher(name).matches()
        ? Optional.of(new Destination(name.toLowerCase(Locale.ROOT), port))
        : Optional.empty();
  }

  static Destination of(InetAddress address, int port) {
    return new Destination(address.getHostAddress(), port);
  }

  /** Reads {@code host:port}, as CONNECT writes it (RFC 9110 §9.3.6). */
  static Optional<Destination> parse(String authority) {
    Matcher matcher = AUTHORITY.matcher(authority);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String host = matcher.group(1);
    boolean bracketed = host.startsWith("[");
    if (bracketed && host.indexOf(':') < 0) {
      return Optional.empty();
    }
    return of(
        bracketed ? host.substring(1, host.length() - 1) : host,
        Integer.parseInt(matcher.group(2)));
  }

  /** Returns the address, where the host is written as one; a name is never looked up. */
  Optional<InetAddress> address() {
    return isNumeric(host) ? numeric(host) : Optional.empty();
  }

  private static boolean isNumeric(String host) {
    return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
  }

  private static Optional<InetAddress> numeric(String host) {
    if (host.indexOf(':') < 0 && !OCTETS.matcher(host).matches()) {
      return Optional.empty();
    }
    try {
      // The brackets keep what is no IPv6 address from being looked up as a name.
      return Optional.of(InetAddress.getByName(host.indexOf(':') >= 0 ? "[" + host + "]" : host));
    } catch (UnknownHostException none) {
      return Optional.empty();
    }
  }

  /** Whether it is this machine for certain, without asking a resolver. */
  boolean loopback() {
    return host.equals(LOCALHOST) || address().map(InetAddress::isLoopbackAddress).orElse(false);
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
