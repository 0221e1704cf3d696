package io.github.connectionprobe.proxy;

import java.util.regex.Pattern;

/** Tells names from addresses, and what a certificate can be made out for. */
final class HostNames {

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  /** What a certificate's dNSName can hold: an underscore is in use, though no host name. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252})");

  private static final Pattern SNI =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?");

  private HostNames() {}

  /** Whether it is an IPv4 or IPv6 address and not a name. */
  static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
  }

  /** Whether a server can be told that it is meant (RFC 6066 §3). */
  static boolean canBeNamed(String host) {
    return !isAddress(host) && SNI.matcher(host).matches();
  }

  /** Whether a certificate can be made out for it. */
  static boolean canBeCertified(String host) {
    return (isAddress(host) && host.indexOf('%') < 0) || NAME.matcher(host).matches();
  }
}
