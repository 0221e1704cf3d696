package io.github.connectionprobe.scenes;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An HTTP/1.1 server that writes head and body in one piece, so that a client which closes early
 * has no bytes on their way to it that its kernel would answer with a RST.
 *
 * <p>The path says what it does: {@code /together} waits until ten requests are there, {@code /fin}
 * and {@code /rst} end the connection after the response.
 */
final class RawServer implements Closeable {

  static final int TOGETHER = 10;

  /** Long enough never to be met by chance. */
  private static final Duration PATIENT = Duration.ofMinutes(10);

  private static final byte[] RESPONSE =
      ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 200\r\n\r\n"
              + "x".repeat(200))
          .getBytes(StandardCharsets.US_ASCII);

  private final Duration idleTimeout;
  private final ServerSocket listener;
  private final CyclicBarrier together = new CyclicBarrier(TOGETHER);
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "raw-server");
            thread.setDaemon(true);
            return thread;
          });

  RawServer() throws IOException {
    this(PATIENT);
  }

  /** Starts a server that closes connections on which nothing was asked for so long. */
  RawServer(Duration idleTimeout) throws IOException {
    this.idleTimeout = idleTimeout;
    listener = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        threads.execute(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The scene is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setSoTimeout((int) idleTimeout.toMillis());
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String path;
      while ((path = path(in)) != null) {
        if (path.equals("/together")) {
          together.await(20, TimeUnit.SECONDS);
        }
        socket.getOutputStream().write(RESPONSE);
        if (path.equals("/fin")) {
          return;
        } else if (path.equals("/rst")) {
          socket.setOption(StandardSocketOptions.SO_LINGER, 0);
          return;
        }
      }
    } catch (IOException ended) {
      // A client may end as it likes, and after too long a silence the server does.
    } catch (BrokenBarrierException | TimeoutException alone) {
      // Its connection ends without a response, which the scene will notice.
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads a request without body; returns its path, or null at the end. */
  static String path(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    int next;
    while ((next = in.read()) >= 0) {
      head.append((char) next);
      if (head.length() >= 4 && head.indexOf("\r\n\r\n", head.length() - 4) >= 0) {
        return head.substring(head.indexOf(" ") + 1).split(" ", 2)[0];
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }
}
