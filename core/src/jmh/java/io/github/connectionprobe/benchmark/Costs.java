package io.github.connectionprobe.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.Recording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** What a test feels of a probe, apart from the traffic: starting, stopping, reading, memory. */
final class Costs {

  private static final int RUNS = 2_000;

  private Costs() {}

  public static void main(String... args) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 20_000, InetAddress.getLoopbackAddress())) {
      Thread acceptor = new Thread(() -> accept(server), "acceptor");
      acceptor.setDaemon(true);
      acceptor.start();
      Upstream upstream = Upstream.of("127.0.0.1", server.getLocalPort());
      print("start and stop of a proxy", "µs", median(() -> startAndStop(upstream)) / 1e3);
      snapshot(upstream);
      idleConnections(upstream);
    }
  }

  private static void accept(ServerSocket server) {
    List<Socket> open = new ArrayList<>();
    try {
      while (!server.isClosed()) {
        open.add(server.accept());
      }
    } catch (IOException over) {
      open.clear();
    }
  }

  private static long startAndStop(Upstream upstream) {
    long start = System.nanoTime();
    RecordingProxy.to(upstream).start().close();
    return System.nanoTime() - start;
  }

  private static void snapshot(Upstream upstream) throws IOException {
    try (RecordingProxy proxy = RecordingProxy.to(upstream).start()) {
      List<Socket> clients = clients(proxy, 100);
      print(
          "settle and snapshot of 100 connections",
          "µs",
          median(
                  () -> {
                    long start = System.nanoTime();
                    Recording recording = proxy.recording();
                    long took = System.nanoTime() - start;
                    if (recording.opened() != 100) {
                      throw new IllegalStateException(recording.opened() + " of 100 were recorded");
                    }
                    return took;
                  })
              / 1e3);
      close(clients);
    }
  }

  private static void idleConnections(Upstream upstream) throws IOException {
    int count = 4_000;
    try (RecordingProxy proxy = RecordingProxy.to(upstream).start()) {
      close(clients(proxy, 100));
      proxy.recording();
      long before = usedHeap();
      List<Socket> clients = clients(proxy, count);
      // Two sockets of this process belong to each client and are not the probe's.
      Recording recording = proxy.recording();
      long after = usedHeap();
      print("connections open at once", "", recording.connections().stream().filter(c -> c.open()).count());
      print(
          "heap for an idle connection, its client's and server's own sockets included",
          "bytes",
          (double) (after - before) / count);
      close(clients);
    }
  }

  private static List<Socket> clients(RecordingProxy proxy, int count) throws IOException {
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
      client.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(US_ASCII));
      clients.add(client);
    }
    return clients;
  }

  private static void close(List<Socket> sockets) {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static long usedHeap() {
    for (int i = 0; i < 5; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static double median(LongSupplier nanos) {
    long[] all = new long[RUNS];
    for (int i = 0; i < RUNS; i++) {
      all[i] = nanos.getAsLong();
    }
    // The first half warms the machine up.
    long[] warm = Arrays.copyOfRange(all, RUNS / 2, RUNS);
    Arrays.sort(warm);
    return warm[warm.length / 2];
  }

  private static void print(String what, String unit, double value) {
    System.out.printf(Locale.ROOT, "%-80s %10.1f %s%n", what, value, unit);
  }
}
