package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Millions of exchanges, through one probe that stays and many that come and go: {@code
 * -Dconnectionprobe.test.soak=5000000}. Netty looks for leaks in every buffer meanwhile.
 */
@Isolated("it counts the threads and files of this JVM")
class SoakTest {

  private static final int EXCHANGES = Integer.getInteger("connectionprobe.test.soak", 50_000);
  private static final int ROUNDS = 50;
  private static final int CONNECTIONS = 5;
  private static final int AT_ONCE = 20;

  /** Rounds after which everything is loaded, compiled and pooled that is going to be. */
  private static final int WARM = 15;

  /** Room for what the JVM does by itself; a buffer or record left by each round takes more. */
  private static final long HEAP_GROWTH = 4 << 20;

  private final List<String> leaks = new CopyOnWriteArrayList<>();
  private final Handler leakHandler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          leaks.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private record State(long heap, int threads, long files) {

    static State now() throws IOException {
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      return new State(heap, liveThreads(), openFiles());
    }

    /** Waits until nothing more than that is left of threads and files that are just ending. */
    static State atMost(State earlier) throws IOException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      State now = now();
      while ((now.threads > earlier.threads || now.files > earlier.files)
          && System.nanoTime() < deadline) {
        now = now();
      }
      return now;
    }

    /** Those of JUnit's pool come and go as it likes. */
    private static int liveThreads() {
      return (int)
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> !(thread instanceof ForkJoinWorkerThread))
              .count();
    }

    private static long openFiles() throws IOException {
      Path files = Path.of("/proc/self/fd");
      if (Files.notExists(files)) {
        return 0;
      }
      try (Stream<Path> all = Files.list(files)) {
        return all.count();
      }
    }
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void countsAreTheServersAndNeitherMemoryNorThreadsNorFilesGrow() throws IOException {
    Logger detector = Logger.getLogger("io.netty.util.ResourceLeakDetector");
    detector.addHandler(leakHandler);
    long begun = System.nanoTime();
    try (CountingServer server = new CountingServer();
        RecordingProxy staying = proxy(server);
        Socket client = connect(staying)) {
      int batches = EXCHANGES / ROUNDS / (CONNECTIONS + 1) / AT_ONCE;
      State warm = null;
      for (int round = 1; round <= ROUNDS; round++) {
        long before = server.exchanges();
        Recording recording = round(server, client, batches);
        long counted =
            recording.connections().stream().mapToLong(RecordedConnection::exchangeCount).sum();
        assertThat(server.exchanges() - before).isEqualTo(counted + (long) batches * AT_ONCE);
        if (round == WARM) {
          warm = State.now();
        }
      }
      State end = State.atMost(warm);
      RecordedConnection stayed = staying.recording().connections().get(0);
      assertThat(stayed.exchangeCount()).isEqualTo((long) ROUNDS * batches * AT_ONCE);
      assertThat(stayed.exchanges()).hasSizeLessThanOrEqualTo(1_100);
      System.out.printf(
          "%,d exchanges in %d s: %s after %d of %d rounds, %s at the end%n",
          server.exchanges(), (System.nanoTime() - begun) / 1_000_000_000, warm, WARM, ROUNDS, end);
      assertThat(end.heap()).isLessThan(warm.heap() + HEAP_GROWTH);
      assertThat(end.threads()).isLessThanOrEqualTo(warm.threads());
      assertThat(end.files()).isLessThanOrEqualTo(warm.files());
    } finally {
      detector.removeHandler(leakHandler);
    }
    assertThat(leaks).isEmpty();
  }

  private static RecordingProxy proxy(CountingServer server) {
    return RecordingProxy.to(Upstream.of("127.0.0.1", server.port())).start();
  }

  private static Socket connect(RecordingProxy proxy) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
  }

  /** One probe that comes and goes with its connections, beside the client that stays. */
  private static Recording round(CountingServer server, Socket stays, int batches)
      throws IOException {
    List<Socket> clients = new ArrayList<>();
    try (RecordingProxy proxy = proxy(server)) {
      for (int i = 0; i < CONNECTIONS; i++) {
        clients.add(connect(proxy));
      }
      List<Socket> all = new ArrayList<>(clients);
      all.add(stays);
      for (int batch = 0; batch < batches; batch++) {
        for (Socket client : all) {
          CountingServer.send(client, AT_ONCE);
        }
        for (Socket client : all) {
          CountingServer.read(client, AT_ONCE);
        }
      }
      return proxy.recording();
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }
}
