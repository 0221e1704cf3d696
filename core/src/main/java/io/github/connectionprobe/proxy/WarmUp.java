package io.github.connectionprobe.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Loads, in the background, the classes that the first proxy of a JVM needs: one exchange goes
 * through a proxy that nobody else sees. What it costs then overlaps with what the test itself has
 * to load.
 */
final class WarmUp {

  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: warm-up\r\n\r\n".getBytes(US_ASCII);
  private static final byte[] RESPONSE = "HTTP/1.1 204 No Content\r\n\r\n".getBytes(US_ASCII);
  private static final int PATIENCE_MILLIS = 10_000;
  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  private WarmUp() {}

  /** Begins, unless that was done before. */
  static void begin() {
    if (BEGUN.compareAndSet(false, true)) {
      Thread thread = new Thread(WarmUp::run, "connection-probe-warm-up");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void run() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket server = new ServerSocket(0, 1, loopback);
        RecordingProxy proxy =
            RecordingProxy.to(Upstream.of(loopback.getHostAddress(), server.getLocalPort()))
                .start();
        Socket client = connected(new Socket(loopback, proxy.port()))) {
      client.getOutputStream().write(REQUEST);
      server.setSoTimeout(PATIENCE_MILLIS);
      try (Socket accepted = connected(server.accept())) {
        if (accepted.getInputStream().read() >= 0) {
          accepted.getOutputStream().write(RESPONSE);
        }
        if (client.getInputStream().read() >= 0) {
          proxy.recording();
        }
      }
    } catch (IOException | RuntimeException notHere) {
      // The first proxy that somebody asks for says why, to somebody who can do something about it.
    }
  }

  private static Socket connected(Socket socket) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    // Ended by a RST, it leaves no TIME_WAIT behind for a test to find.
    socket.setSoLinger(true, 0);
    return socket;
  }
}
