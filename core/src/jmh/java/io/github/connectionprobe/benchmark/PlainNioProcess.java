package io.github.connectionprobe.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * The least that a relay on one thread of the JDK can do: no recording, no window, no half-close
 * kept apart from a close. What it cannot reach, nothing on top of {@code java.nio} can.
 */
final class PlainNioProcess {

  private final Selector selector;
  private final InetSocketAddress backend;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(128 * 1024);

  private PlainNioProcess(int backend) throws IOException {
    this.selector = Selector.open();
    this.backend = new InetSocketAddress(InetAddress.getLoopbackAddress(), backend);
  }

  public static void main(String... args) throws IOException {
    PlainNioProcess relay = new PlainNioProcess(Integer.parseInt(args[0]));
    ServerSocketChannel server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
    server.configureBlocking(false);
    server.register(relay.selector, SelectionKey.OP_ACCEPT);
    System.out.println(server.socket().getLocalPort());
    Thread loop = new Thread(relay::run, "relay");
    loop.setDaemon(true);
    loop.start();
    ProbeProcess.awaitEndOfInput();
  }

  private void run() {
    try {
      while (true) {
        selector.select(
            key -> {
              try {
                handle(key);
              } catch (IOException | CancelledKeyException e) {
                close(key);
              }
            });
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void handle(SelectionKey key) throws IOException {
    if (key.isAcceptable()) {
      accept((ServerSocketChannel) key.channel());
    } else if (key.isConnectable()) {
      ((SocketChannel) key.channel()).finishConnect();
      key.interestOps(SelectionKey.OP_READ);
      ((SelectionKey) key.attachment()).interestOps(SelectionKey.OP_READ);
    } else {
      relay(key);
    }
  }

  private void accept(ServerSocketChannel server) throws IOException {
    SocketChannel client;
    while ((client = server.accept()) != null) {
      SocketChannel upstream = SocketChannel.open();
      for (SocketChannel channel : new SocketChannel[] {client, upstream}) {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
      upstream.connect(backend);
      SelectionKey there = upstream.register(selector, SelectionKey.OP_CONNECT);
      SelectionKey here = client.register(selector, 0, there);
      there.attach(here);
    }
  }

  private void relay(SelectionKey key) throws IOException {
    SocketChannel from = (SocketChannel) key.channel();
    SocketChannel to = (SocketChannel) ((SelectionKey) key.attachment()).channel();
    buffer.clear();
    if (from.read(buffer) < 0) {
      close(key);
      return;
    }
    buffer.flip();
    while (buffer.hasRemaining()) {
      to.write(buffer);
    }
  }

  private static void close(SelectionKey key) {
    try {
      key.channel().close();
      if (key.attachment() instanceof SelectionKey other) {
        other.channel().close();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
