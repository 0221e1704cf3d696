package io.github.connectionprobe.proxy;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;

/** What stands behind the proxy: a server for a script to play, or a way of having none. */
final class Backend implements Closeable {

  static final String SUPPLIER_MESSAGE = "the container has not started";

  private static final int ACCEPT_MILLIS = 20_000;

  private final Upstream upstream;
  private final int port;
  private final Closeable resource;

  private Backend(Upstream upstream, int port, Closeable resource) {
    this.upstream = upstream;
    this.port = port;
    this.resource = resource;
  }

  private static Backend at(int port, Closeable resource) {
    // The address rather than the name, so that there is one attempt and not one for IPv6 before
    // it.
    return new Backend(
        Upstream.of(InetAddress.getLoopbackAddress().getHostAddress(), port), port, resource);
  }

  static Backend listening() throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    listener.socket().setSoTimeout(ACCEPT_MILLIS);
    return at(listener.socket().getLocalPort(), listener);
  }

  /** A port that is taken, so that nobody else gets it, and on which nobody listens. */
  static Backend refusing() throws IOException {
    Socket bound = new Socket();
    bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return at(bound.getLocalPort(), bound);
  }

  /** A name that no resolver has to be asked about: a label has at most 63 characters. */
  static Backend withoutAddress() {
    return new Backend(Upstream.of("a".repeat(64) + ".invalid", 80), 80, () -> {});
  }

  static Backend whoseSupplierFails() {
    return new Backend(
        Upstream.from(
            () -> {
              throw new IllegalStateException(SUPPLIER_MESSAGE);
            }),
        80,
        () -> {});
  }

  /** A server in another process; it reads so many bytes of a request. */
  static Backend inAnotherProcess(int bytesToRead) throws IOException {
    Child child = Child.server(bytesToRead);
    return at(Integer.parseInt(child.says()), child);
  }

  Upstream upstream() {
    return upstream;
  }

  int port() {
    return port;
  }

  Peer accept() throws IOException {
    return new Peer("the server", ((ServerSocketChannel) resource).socket().accept());
  }

  void kill() throws InterruptedException, IOException {
    ((Child) resource).kill();
  }

  @Override
  public void close() throws IOException {
    resource.close();
  }
}
