package io.github.connectionprobe.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Ten thousand short connections in mixed ways of ending, counted by the probe and by tshark. */
@Timeout(240)
@Isolated("it takes most of the ports and both cores")
class ManyConnectionsIT {

  private static final int CONNECTIONS = 10_000;
  private static final int THREADS = 8;
  private static final int RESPONSE_BODY = 200;

  /** How a short connection ends. */
  private enum Way {
    CLIENT_FIN("/one"),
    CLIENT_RST("/one"),
    CLIENT_HALF_CLOSES_FIRST("/one"),
    SERVER_FIN("/fin"),
    SERVER_RST("/rst");

    final String path;

    Way(String path) {
      this.path = path;
    }
  }

  @Test
  void theProbeCountsWhatTsharkCounts() throws Exception {
    long seed = System.nanoTime();
    try (RawServer server = new RawServer();
        RecordingProxy proxy = RecordingProxy.to(Upstream.of("127.0.0.1", server.port())).start();
        Wire wire = Wire.watch(proxy.port())) {

      connectAll(proxy.port(), new SplittableRandom(seed));
      Recording recording =
          proxy.await(
              it -> it.opened() == CONNECTIONS && it.stillOpen() == 0, Duration.ofSeconds(60));

      List<Wire.Conversation> judged = wire.conversations();
      assertThat(Counts.of(recording))
          .as(
              "seed %d: recorded %s, judged %s",
              seed, tally(Wire.ends(recording)), tally(Wire.ends(judged)))
          .isEqualTo(Counts.of(judged));
      assertThat(recording.opened()).isEqualTo(CONNECTIONS);
    }
  }

  /** How often each sequence of ends came about. */
  private static Map<List<String>, Long> tally(List<List<String>> ends) {
    return ends.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  private record Counts(
      int opened, long clientFins, long serverFins, long clientRsts, long serverRsts, long ports) {

    static Counts of(Recording recording) {
      return new Counts(
          recording.opened(),
          recording.fins(Side.CLIENT),
          recording.fins(Side.SERVER),
          recording.resets(Side.CLIENT),
          recording.resets(Side.SERVER),
          recording.connections().stream().map(it -> it.client().getPort()).distinct().count());
    }

    static Counts of(List<Wire.Conversation> conversations) {
      return new Counts(
          conversations.size(),
          count(conversations, Side.CLIENT, EndKind.FIN),
          count(conversations, Side.SERVER, EndKind.FIN),
          count(conversations, Side.CLIENT, EndKind.RST),
          count(conversations, Side.SERVER, EndKind.RST),
          conversations.stream().map(Wire.Conversation::clientPort).distinct().count());
    }

    private static long count(List<Wire.Conversation> conversations, Side by, EndKind kind) {
      return conversations.stream()
          .flatMap(it -> it.ends().stream())
          .filter(it -> it.by() == by && it.kind() == kind)
          .count();
    }
  }

  private static void connectAll(int port, SplittableRandom random) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        Way way = Way.values()[random.nextInt(Way.values().length)];
        all.add(
            CompletableFuture.runAsync(
                () -> {
                  try {
                    connect(port, way);
                  } catch (IOException failed) {
                    throw new java.io.UncheckedIOException(way.toString(), failed);
                  }
                },
                threads));
      }
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get();
    } finally {
      threads.shutdownNow();
    }
  }

  private static void connect(int port, Way way) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request = "GET " + way.path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      if (way == Way.CLIENT_HALF_CLOSES_FIRST) {
        socket.shutdownOutput();
      }
      InputStream in = socket.getInputStream();
      RawServer.path(in); // the response's head, which ends like a request's
      in.readNBytes(RESPONSE_BODY);
      switch (way) {
        case CLIENT_FIN -> socket.shutdownOutput();
        case CLIENT_RST -> socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        default -> {}
      }
      if (way != Way.CLIENT_RST) {
        awaitEnd(in);
      }
    }
  }

  private static void awaitEnd(InputStream in) {
    try {
      assertThat(in.read()).isEqualTo(-1);
    } catch (IOException reset) {
      // The server's RST has come.
    }
  }
}
