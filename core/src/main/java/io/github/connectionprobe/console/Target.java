package io.github.connectionprobe.console;

import io.github.connectionprobe.proxy.Upstream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * The upstream as typed.
 *
 * @param upstream where to relay to
 * @param port its port
 * @param addresses what its host name stands for
 */
record Target(Upstream upstream, int port, List<InetAddress> addresses) {

  /**
   * Reads what was typed, and looks the name up at once: whoever mistyped it is still there.
   *
   * @throws TroubleException if it is neither, or if the host name has no address
   */
  static Target parse(String text) throws TroubleException {
    Upstream upstream;
    try {
      // A port alone is the shortest way to name a server on this machine.
      upstream = Upstream.parse(text.matches("\\d{1,5}") ? "localhost:" + text : text);
    } catch (IllegalArgumentException refused) {
      throw new TroubleException(refused.getMessage() + " A port alone means localhost.");
    }
    String place = upstream.toString();
    int colon = place.lastIndexOf(':');
    String host = place.substring(0, colon).replaceAll("[\\[\\]]", "");
    try {
      return new Target(
          upstream,
          Integer.parseInt(place.substring(colon + 1)),
          List.of(InetAddress.getAllByName(host)));
    } catch (UnknownHostException unknown) {
      throw new TroubleException(
          "The upstream \""
              + text
              + "\" cannot be used: the host name \""
              + host
              + "\" has no address. Check its spelling, or give the address itself.");
    }
  }

  /** Returns whether a probe that listens there would relay to itself, without end. */
  boolean isReachedBy(InetAddress listener, int listenerPort) {
    return port == listenerPort
        && addresses.stream()
            .anyMatch(
                each ->
                    each.equals(listener)
                        || (each.isLoopbackAddress()
                            && (listener.isAnyLocalAddress() || listener.isLoopbackAddress())));
  }
}
