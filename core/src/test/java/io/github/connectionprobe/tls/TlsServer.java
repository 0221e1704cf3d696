package io.github.connectionprobe.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A server for HTTP/1.1 over TLS that keeps every connection and knows which handshakes were full:
 * a session that was resumed is older than its handshake.
 */
public final class TlsServer implements Closeable {

  private final SSLServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger full = new AtomicInteger();
  private final AtomicInteger resumed = new AtomicInteger();
  private final AtomicInteger exchanges = new AtomicInteger();
  private final List<SSLSocket> open = new CopyOnWriteArrayList<>();
  private volatile String body = "x".repeat(100);
  private volatile boolean inPieces;

  private TlsServer(String protocol, boolean demanding) throws IOException {
    SSLContext context = TestCertificate.serverContext();
    listener =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listener.setEnabledProtocols(new String[] {protocol});
    listener.setNeedClientAuth(demanding);
    threads.execute(this::accept);
  }

  /** Starts a server that speaks this version alone, such as {@code TLSv1.3}. */
  public static TlsServer speaking(String protocol) throws IOException {
    return new TlsServer(protocol, false);
  }

  /** Starts a server that serves nobody without a certificate. */
  public static TlsServer demandingCertificates(String protocol) throws IOException {
    return new TlsServer(protocol, true);
  }

  /** Lets it answer with this body, in a record of its own. */
  public TlsServer answeringInPieces(String with) {
    body = with;
    inPieces = true;
    return this;
  }

  public int port() {
    return listener.getLocalPort();
  }

  public int full() {
    return full.get();
  }

  public int resumed() {
    return resumed.get();
  }

  public int exchanges() {
    return exchanges.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        SSLSocket socket = (SSLSocket) listener.accept();
        open.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(SSLSocket socket) {
    try (socket) {
      long begun = System.currentTimeMillis();
      socket.startHandshake();
      boolean created = socket.getSession().getCreationTime() >= begun;
      (created ? full : resumed).incrementAndGet();
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      for (List<String> head = head(in); !head.isEmpty(); head = head(in)) {
        in.readNBytes(length(head));
        exchanges.incrementAndGet();
        String start = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n";
        if (inPieces) {
          // Every write becomes a record.
          out.write(start.getBytes(ISO_8859_1));
          out.write(body.getBytes(ISO_8859_1));
        } else {
          out.write((start + body).getBytes(ISO_8859_1));
        }
        out.flush();
      }
    } catch (IOException ended) {
      // Whoever ended it is judged by what the probe recorded.
    }
  }

  private static List<String> head(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b != '\n') {
        line.append((char) b);
      } else if (line.toString().isBlank()) {
        return lines;
      } else {
        lines.add(line.toString().strip());
        line.setLength(0);
      }
    }
    return List.of();
  }

  private static int length(List<String> head) {
    return head.stream()
        .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
        .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (SSLSocket socket : open) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
