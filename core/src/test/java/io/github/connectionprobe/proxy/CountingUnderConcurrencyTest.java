package io.github.connectionprobe.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** However many threads open connections at once, every one is counted, with every byte. */
@Isolated("it has hundreds of threads and connections")
class CountingUnderConcurrencyTest {

  private static final int ROUNDS = Integer.getInteger("connectionprobe.test.countings", 20);

  private static final int CONNECTIONS = 200;

  private static final int THREADS = 16;

  private final Map<Integer, Integer> bytesByClientPort = new ConcurrentHashMap<>();
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

  @Test
  @Timeout(300)
  void twoHundredConnectionsOfSixteenThreadsAreCountedExactly() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      bytesByClientPort.clear();
      try (EchoServer upstream = new EchoServer();
          RecordingProxy proxy = RecordingProxy.to(upstream.upstream()).name("r" + round).start()) {
        AtomicInteger next = new AtomicInteger();
        onSixteenThreads(() -> open(proxy, next));
        assertCounted(proxy.recording(), CONNECTIONS);

        onSixteenThreads(this::close);
        Recording recording = proxy.await(r -> r.stillOpen() == 0, Duration.ofSeconds(20));
        assertCounted(recording, 0);
        assertThat(recording.fins(Side.CLIENT)).isEqualTo(CONNECTIONS);
        assertThat(recording.fins(Side.SERVER)).isEqualTo(CONNECTIONS);
        assertThat(recording.resets(Side.CLIENT) + recording.resets(Side.SERVER)).isZero();
        assertThat(recording.connections())
            .allSatisfy(c -> assertThat(c.end().orElseThrow().by()).isEqualTo(Side.CLIENT));
      }
    }
  }

  private void open(RecordingProxy proxy, AtomicInteger next) throws Exception {
    for (int i = next.getAndIncrement(); i < CONNECTIONS; i = next.getAndIncrement()) {
      Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
      client.setSoTimeout(20_000);
      open.add(client);
      int bytes = 1 + i;
      bytesByClientPort.put(client.getLocalPort(), bytes);
      client.getOutputStream().write(new byte[bytes]);
      assertThat(client.getInputStream().readNBytes(bytes)).hasSize(bytes);
    }
  }

  private void close() throws Exception {
    for (Socket client = open.poll(); client != null; client = open.poll()) {
      client.shutdownOutput();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      client.close();
    }
  }

  private void assertCounted(Recording recording, int stillOpen) {
    assertThat(recording.opened()).isEqualTo(CONNECTIONS);
    assertThat(recording.stillOpen()).isEqualTo(stillOpen);
    assertThat(recording.connections())
        .extracting(RecordedConnection::number)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, CONNECTIONS).boxed().toList());
    assertThat(recording.connections()).extracting(RecordedConnection::openedAt).isSorted();
    for (Side side : Side.values()) {
      Map<Integer, Integer> recorded = new HashMap<>();
      recording
          .connections()
          .forEach(c -> recorded.put(c.client().getPort(), (int) c.bytesFrom(side)));
      assertThat(recorded).isEqualTo(bytesByClientPort);
    }
  }

  private static void onSixteenThreads(Together.Action action) throws Exception {
    Together.run(Collections.nCopies(THREADS, action));
  }
}
