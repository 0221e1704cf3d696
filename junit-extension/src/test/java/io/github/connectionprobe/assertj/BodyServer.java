package io.github.connectionprobe.assertj;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers each request with a body of the same length, and keeps connections until told not to. */
public final class BodyServer implements AutoCloseable {

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final int bodyBytes;

  /** Starts on a free port of the loopback address. */
  public BodyServer(int bodyBytes) throws IOException {
    this.bodyBytes = bodyBytes;
    run(this::acceptAll);
  }

  /** Returns the port it listens on. */
  public int port() {
    return listener.getLocalPort();
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void run(Step step) {
    Thread thread =
        new Thread(
            () -> {
              try {
                step.run();
              } catch (IOException over) {
                // Closed by the test or by the client.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void acceptAll() throws IOException {
    while (true) {
      Socket connection = listener.accept();
      connections.add(connection);
      run(() -> answerAll(connection));
    }
  }

  private void answerAll(Socket connection) throws IOException {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + bodyBytes + "\r\n\r\n";
    while (requestCame(connection.getInputStream())) {
      connection.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      connection.getOutputStream().write(new byte[bodyBytes]);
    }
    connection.close();
  }

  private static boolean requestCame(InputStream in) throws IOException {
    int state = 0;
    while (state < 4) {
      int next = in.read();
      if (next < 0) {
        return false;
      }
      state = next == (state % 2 == 0 ? '\r' : '\n') ? state + 1 : next == '\r' ? 1 : 0;
    }
    return true;
  }

  /** Ends all connections, and goes on listening. */
  void hangUp() throws IOException {
    for (Socket connection : connections) {
      connection.shutdownOutput();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
