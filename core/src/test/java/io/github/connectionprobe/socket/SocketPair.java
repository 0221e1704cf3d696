package io.github.connectionprobe.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** A listener and one connection to it, all in this JVM. */
final class SocketPair implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  final ServerSocket listener;
  final Socket client;
  final Socket accepted;
  private final InetSocketAddress clientAddress;
  private final InetSocketAddress listenerAddress;

  SocketPair() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    client = new Socket(listener.getInetAddress(), listener.getLocalPort());
    accepted = listener.accept();
    // A closed socket no longer tells its address.
    clientAddress = (InetSocketAddress) client.getLocalSocketAddress();
    listenerAddress = (InetSocketAddress) client.getRemoteSocketAddress();
  }

  int port() {
    return listenerAddress.getPort();
  }

  InetSocketAddress clientAddress() {
    return clientAddress;
  }

  /** Reads the client's end until it is as wanted. */
  SocketState clientEnd(Predicate<SocketState> wanted) {
    return end(clientAddress, listenerAddress, wanted);
  }

  SocketState acceptedEnd(Predicate<SocketState> wanted) {
    return end(listenerAddress, clientAddress, wanted);
  }

  static SocketState end(
      InetSocketAddress local, InetSocketAddress remote, Predicate<SocketState> wanted) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      Optional<SocketState> socket = SocketTable.read(local.getPort()).end(local, remote);
      if (socket.filter(wanted).isPresent()) {
        return socket.get();
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("After " + LIMIT.toSeconds() + " s the socket is " + socket);
      }
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
    accepted.close();
    listener.close();
  }
}
