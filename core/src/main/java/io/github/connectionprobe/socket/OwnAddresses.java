package io.github.connectionprobe.socket;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashMap;
import java.util.Map;

/** Tells which addresses belong to this network namespace. Not thread-safe. */
final class OwnAddresses {

  private final Map<InetAddress, Boolean> known = new HashMap<>();

  /** Returns false only where a socket with this address must be somewhere else. */
  boolean isHere(InetSocketAddress socket) {
    InetAddress address = socket.getAddress();
    return address == null
        || address.isLoopbackAddress()
        || known.computeIfAbsent(address, OwnAddresses::hasInterface);
  }

  private static boolean hasInterface(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException unknown) {
      return true;
    }
  }
}
