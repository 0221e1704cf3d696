package io.github.connectionprobe.benchmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One client of a {@link Load}, driven by the selector. */
final class LoadClient implements AutoCloseable {

  private final Load load;
  private final InetSocketAddress server;
  private final Selector selector;
  private final byte[] request;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
  private final byte[] head = new byte[2_048];

  private SocketChannel channel;
  private int headLength;

  /** What is missing of the body, or -1 before it is known. */
  private long left;

  private long bodies;
  private long length = 1;

  LoadClient(Load load, int port, Selector selector) throws IOException {
    this.load = load;
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.selector = selector;
    this.request =
        ("GET " + load.path() + " HTTP/1.1\r\nHost: localhost\r\n"
                + (load.keepAlive() ? "" : "Connection: close\r\n")
                + "\r\n")
            .getBytes(ISO_8859_1);
    connect();
  }

  /** Returns how many responses it has read, the part of the one under way among them. */
  double answered() {
    boolean under = load.keepAlive() && left > 0;
    return bodies + (under ? 1 - (double) left / length : 0);
  }

  void ready() {
    try {
      if (!channel.isConnected()) {
        channel.finishConnect();
        ask();
      } else {
        read();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(load.name() + " after " + bodies + " responses", e);
    }
  }

  private void connect() throws IOException {
    channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    if (channel.connect(server)) {
      ask();
    } else {
      channel.register(selector, SelectionKey.OP_CONNECT, this);
    }
  }

  private void ask() throws IOException {
    left = -1;
    headLength = 0;
    ByteBuffer bytes = ByteBuffer.wrap(request);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    SelectionKey key = channel.keyFor(selector);
    if (key == null) {
      channel.register(selector, SelectionKey.OP_READ, this);
    } else if (key.interestOps() != SelectionKey.OP_READ) {
      key.interestOps(SelectionKey.OP_READ);
    }
  }

  private void read() throws IOException {
    buffer.clear();
    int count = channel.read(buffer);
    if (count < 0) {
      throw new IOException("the connection ended within a response");
    }
    buffer.flip();
    if (left < 0) {
      readHead();
    }
    if (left < 0) {
      return;
    }
    left -= buffer.remaining();
    if (left == 0) {
      bodies++;
      if (load.keepAlive()) {
        ask();
      } else {
        channel.close();
        connect();
      }
    }
  }

  /** Leaves what belongs to the body in the buffer. */
  private void readHead() throws IOException {
    int count = Math.min(buffer.remaining(), head.length - headLength);
    buffer.get(head, headLength, count);
    int before = headLength;
    headLength += count;
    String text = new String(head, 0, headLength, ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return;
    }
    if (!text.startsWith("HTTP/1.1 200 ")) {
      throw new IOException("the answer is " + text);
    }
    int value = text.indexOf("Content-Length: ") + 16;
    length = Long.parseLong(text.substring(value, text.indexOf('\r', value)));
    left = length;
    buffer.position(buffer.position() - count + (end + 4 - before));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
