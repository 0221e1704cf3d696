package io.github.connectionprobe.junit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** Answers one request, always the same, on as many connections as there are, and counts. */
final class CountingServer implements AutoCloseable {

  private static final String REQUEST = "GET /orders HTTP/1.1\r\nHost: shop\r\n\r\n";
  private static final String RESPONSE = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

  private final ServerSocketChannel listener = ServerSocketChannel.open();
  private final Selector selector = Selector.open();
  private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
  private final AtomicLong exchanges = new AtomicLong();
  private final AtomicLong connections = new AtomicLong();

  CountingServer() throws IOException {
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4_096);
    listener.configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
    Thread thread = new Thread(this::serve, "counting-server");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.socket().getLocalPort();
  }

  long exchanges() {
    return exchanges.get();
  }

  long connections() {
    return connections.get();
  }

  /** Sends so many requests at once. */
  static void send(Socket client, int requests) throws IOException {
    client.getOutputStream().write(REQUEST.repeat(requests).getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads as many responses. */
  static void read(Socket client, int responses) throws IOException {
    InputStream in = client.getInputStream();
    int length = RESPONSE.length() * responses;
    if (in.readNBytes(length).length < length) {
      throw new IOException("The server ended before the last of " + responses + " responses");
    }
  }

  private void serve() {
    try {
      while (selector.isOpen()) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          if (key.isAcceptable()) {
            accept();
          } else {
            answer(key);
          }
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException | ClosedSelectorException closed) {
      // So ends the server.
    }
  }

  private void accept() throws IOException {
    for (SocketChannel c = listener.accept(); c != null; c = listener.accept()) {
      c.configureBlocking(false);
      connections.incrementAndGet();
      c.register(selector, SelectionKey.OP_READ, new int[1]);
    }
  }

  private void answer(SelectionKey key) throws IOException {
    SocketChannel channel = (SocketChannel) key.channel();
    int[] unanswered = (int[]) key.attachment();
    try {
      buffer.clear();
      int read = channel.read(buffer);
      if (read < 0) {
        channel.close();
        return;
      }
      unanswered[0] += read;
      int requests = unanswered[0] / REQUEST.length();
      unanswered[0] -= requests * REQUEST.length();
      exchanges.addAndGet(requests);
      ByteBuffer responses =
          ByteBuffer.wrap(RESPONSE.repeat(requests).getBytes(StandardCharsets.US_ASCII));
      while (responses.hasRemaining()) {
        channel.write(responses);
      }
    } catch (IOException reset) {
      channel.close();
    }
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
