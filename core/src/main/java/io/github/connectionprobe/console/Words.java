package io.github.connectionprobe.console;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** How lines write addresses, times and counts. */
final class Words {

  private static final Pattern OBEYED_BY_TERMINALS = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  private Words() {}

  static String address(InetSocketAddress address) {
    String host =
        address.isUnresolved() ? address.getHostString() : address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  static String millis(Duration time) {
    return time.toMillis() + " ms";
  }

  static String counted(long count, String thing) {
    return String.format(Locale.ROOT, "%,d %s%s", count, thing, count == 1 ? "" : "s");
  }

  /** Escapes what a terminal would obey or hide instead of showing it. */
  static String printable(String text) {
    return OBEYED_BY_TERMINALS
        .matcher(text)
        .replaceAll(found -> String.format("\\\\u%04x", found.group().codePointAt(0)));
  }
}
