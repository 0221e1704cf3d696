package io.github.connectionprobe.proxy;

import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The port of one proxy. Safe for use by several threads. */
final class Listener {

  private static final System.Logger LOG = System.getLogger("io.github.connectionprobe");

  private final RelayChannel.Listening channel = new RelayChannel.Listening();
  private final InetSocketAddress address;

  /**
   * Listens.
   *
   * @param name the proxy's name, for messages
   * @throws UncheckedIOException if the port is taken or the address is not this machine's
   */
  Listener(String name, RelayLoop loop, Acceptor acceptor, InetSocketAddress wanted) {
    channel.config().setRecvByteBufAllocator(new AcceptAll());
    channel.pipeline().addLast(acceptor);
    try {
      // By the thread that starts the proxy: to wait for the loop would be felt by every test.
      // Whoever connects before the loop knows of the port waits in the backlog until it does.
      channel.bindNow(wanted);
    } catch (IOException taken) {
      throw refused(name, wanted, taken);
    }
    ChannelFuture registered = loop.loop().register(channel);
    if (registered.cause() != null) {
      throw refused(name, wanted, registered.cause());
    }
    address = channel.localAddress();
    warnIfOpen(name);
  }

  private UncheckedIOException refused(String name, InetSocketAddress wanted, Throwable cause) {
    close();
    return new UncheckedIOException(
        "The probe \""
            + name
            + "\" cannot listen on "
            + wanted.getAddress().getHostAddress()
            + ":"
            + wanted.getPort()
            + ": "
            + cause.getMessage()
            + ". Choose a free port, or 0 for any free one, on an address of this machine.",
        cause instanceof IOException io ? io : new IOException(cause));
  }

  private void warnIfOpen(String name) {
    if (!address.getAddress().isLoopbackAddress()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The probe \""
              + name
              + "\" listens on "
              + host(address.getAddress().getHostAddress())
              + ":"
              + address.getPort()
              + ", which is no loopback address: whoever reaches it reaches the upstream, without a"
              + " password and without encryption. Listen on the loopback address, which is the"
              + " default, unless clients are in a container or on another machine.");
    }
  }

  InetSocketAddress address() {
    return address;
  }

  /** Returns an address that clients on this machine can connect to. */
  InetSocketAddress reachable() {
    return address.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort())
        : address;
  }

  /** Returns the host to connect to. */
  String host() {
    InetAddress bound = address.getAddress();
    boolean local = bound.isAnyLocalAddress() || bound.equals(InetAddress.getLoopbackAddress());
    return local ? "localhost" : bound.getHostAddress();
  }

  String hostAndPort() {
    return host(host()) + ":" + address.getPort();
  }

  private static String host(String host) {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }

  void close() {
    if (channel.isRegistered()) {
      channel.close();
    } else {
      // It has no loop that could do so.
      channel.unsafe().closeForcibly();
    }
  }
}
