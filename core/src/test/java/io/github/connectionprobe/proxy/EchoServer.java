package io.github.connectionprobe.proxy;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that sends back what it gets, and closes when its client has. */
final class EchoServer implements Closeable {

  private static final int BACKLOG = 500;

  private final ServerSocket listener;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "echo");
            thread.setDaemon(true);
            return thread;
          });

  EchoServer() throws IOException {
    this(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  EchoServer(InetSocketAddress address) throws IOException {
    listener = new ServerSocket(address.getPort(), BACKLOG, address.getAddress());
    threads.execute(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  Upstream upstream() {
    return Upstream.of(listener.getInetAddress().getHostAddress(), port());
  }

  private void accept() {
    while (true) {
      try {
        Socket accepted = listener.accept();
        threads.execute(() -> echo(accepted));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void echo(Socket accepted) {
    byte[] block = new byte[16 * 1024];
    try (accepted) {
      InputStream in = accepted.getInputStream();
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        accepted.getOutputStream().write(block, 0, read);
      }
    } catch (IOException gone) {
      // A client may end as it likes.
    }
  }

  /** Stops accepting; the connections there are go on. */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    threads.shutdown();
  }
}
