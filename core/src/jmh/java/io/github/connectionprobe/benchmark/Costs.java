package io.github.connectionprobe.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.RecordedConnection;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What a test feels of a probe, apart from the traffic: starting, stopping, reading, memory. */
final class Costs {

  /** What this JVM keeps open besides. */
  private static final int SPARE_DESCRIPTORS = 500;

  /** Connections that come first, so that what all of them share is not counted. */
  private static final int FIRST = 100;

  static final byte[] REQUEST = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII);
  static final byte[] RESPONSE =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(US_ASCII);

  private static final Map<String, String> NAMES =
      Map.of(
          "settleAndSnapshotOfHundred", "settling and a snapshot of 100 connections",
          "startAndStop", "start and stop of a proxy");

  private Costs() {}

  static void measure(Results results) throws IOException, RunnerException {
    for (RunResult result :
        new Runner(
                new OptionsBuilder()
                    .include(ProxyBenchmark.class.getName())
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run()) {
      results.cost(
          NAMES.get(result.getPrimaryResult().getLabel()) + ", median",
          result.getPrimaryResult().getStatistics().getPercentile(50),
          "µs");
    }
    idleConnections(results);
    exchanges(results);
  }

  /** Clients and servers are in processes of their own: a proxy takes two descriptors for each. */
  private static void idleConnections(Results results) throws IOException {
    long descriptors =
        ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getMaxFileDescriptorCount();
    int count = (int) Math.min(10_000, (descriptors - SPARE_DESCRIPTORS) / 2 - FIRST);
    try (Peer servers = Peer.java("servers", Crowd.class, FIRST + count);
        RecordingProxy proxy = RecordingProxy.to(Upstream.of("127.0.0.1", servers.port())).start();
        Peer first = Peer.java("clients", Crowd.class, FIRST, proxy.port())) {
      long before = usedHeap();
      try (Peer clients = Peer.java("clients", Crowd.class, count, proxy.port())) {
        long after = usedHeap();
        long open = proxy.recording().stillOpen() - first.port();
        results.cost(
            "heap for each of " + count + " idle connections, with its record",
            (double) (after - before) / clients.port(),
            "bytes");
        results.cost("idle connections lost, of " + count, count - open, "");
      }
    }
  }

  private static void exchanges(Results results) throws IOException {
    int count = 1_000_000;
    try (Answering server = new Answering();
        RecordingProxy proxy = RecordingProxy.to(server.upstream()).start();
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      client.setTcpNoDelay(true);
      ask(client);
      long before = usedHeap();
      for (int i = 1; i < count; i++) {
        ask(client);
      }
      long after = usedHeap();
      RecordedConnection connection = proxy.recording().connection(1);
      results.cost(
          "exchanges missed, of 1,000,000 on one connection", count - connection.exchangeCount(), "");
      results.cost("heap for the record of these 1,000,000", (after - before) / 1024.0, "KiB");
    }
  }

  static void ask(Socket client) throws IOException {
    client.getOutputStream().write(REQUEST);
    int left = RESPONSE.length;
    byte[] buffer = new byte[left];
    while (left > 0) {
      int read = client.getInputStream().read(buffer);
      if (read < 0) {
        throw new IOException("the server hung up");
      }
      left -= read;
    }
  }

  private static long usedHeap() {
    for (int i = 0; i < 5; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Serves one connection. */
  private static final class Answering implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

    Answering() throws IOException {
      Thread thread = new Thread(this::serve, "server");
      thread.setDaemon(true);
      thread.start();
    }

    Upstream upstream() {
      return Upstream.of("127.0.0.1", server.getLocalPort());
    }

    private void serve() {
      byte[] buffer = new byte[1_024];
      try (Socket socket = server.accept()) {
        socket.setTcpNoDelay(true);
        while (socket.getInputStream().read(buffer) > 0) {
          socket.getOutputStream().write(RESPONSE);
        }
      } catch (IOException over) {
        // The benchmark is.
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
