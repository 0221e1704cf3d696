package io.github.connectionprobe.benchmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A number of clients that send one request after the other for some time.
 *
 * @param name what the table calls it
 * @param path what they ask for
 * @param clients how many of them
 * @param keepAlive whether each keeps one connection or opens one for every request
 */
record Load(String name, String path, int clients, boolean keepAlive) {

  static final List<Load> ALL =
      List.of(
          new Load("1 keep-alive connection", "/small", 1, true),
          new Load("32 keep-alive connections", "/small", 32, true),
          new Load("a connection per request, 16 clients", "/small", 16, false),
          new Load("128 KiB bodies", "/128k", 4, true),
          new Load("64 MiB bodies", "/64m", 2, true));

  /** Returns how many requests a second were answered. */
  double run(int port, long millis) throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      long start = System.nanoTime();
      long end = start + millis * 1_000_000;
      List<Future<Long>> counts = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        counts.add(threads.submit(() -> client(port, end)));
      }
      long requests = 0;
      for (Future<Long> count : counts) {
        requests += count.get();
      }
      return requests * 1e9 / (System.nanoTime() - start);
    } finally {
      threads.shutdownNow();
    }
  }

  private long client(int port, long end) {
    byte[] request =
        ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                + (keepAlive ? "" : "Connection: close\r\n")
                + "\r\n")
            .getBytes(ISO_8859_1);
    byte[] buffer = new byte[256 * 1024];
    long requests = 0;
    try {
      if (!keepAlive) {
        while (System.nanoTime() < end) {
          try (Socket socket = open(port)) {
            socket.getOutputStream().write(request);
            readResponse(socket.getInputStream(), buffer);
            requests++;
          }
        }
        return requests;
      }
      try (Socket socket = open(port)) {
        while (System.nanoTime() < end) {
          socket.getOutputStream().write(request);
          readResponse(socket.getInputStream(), buffer);
          requests++;
        }
      }
      return requests;
    } catch (IOException e) {
      throw new UncheckedIOException(name + " after " + requests + " requests", e);
    }
  }

  private static Socket open(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static void readResponse(InputStream in, byte[] buffer) throws IOException {
    int filled = 0;
    int head;
    do {
      int count = in.read(buffer, filled, buffer.length - filled);
      if (count < 0) {
        throw new IOException("the connection ended within a response");
      }
      filled += count;
      head = new String(buffer, 0, Math.min(filled, 2_048), ISO_8859_1).indexOf("\r\n\r\n");
    } while (head < 0);
    String text = new String(buffer, 0, head, ISO_8859_1);
    if (!text.startsWith("HTTP/1.1 200 ")) {
      throw new IOException("the answer is " + text);
    }
    int length = text.indexOf("Content-Length: ") + 16;
    int lineEnd = text.indexOf('\r', length);
    long left =
        Long.parseLong(text.substring(length, lineEnd < 0 ? text.length() : lineEnd))
            - (filled - head - 4);
    while (left > 0) {
      int count = in.read(buffer);
      if (count < 0) {
        throw new IOException("the connection ended within a body");
      }
      left -= count;
    }
  }
}
