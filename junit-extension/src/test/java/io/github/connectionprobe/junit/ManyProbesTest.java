package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.RecordedConnection;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Sixteen tests at the same time, each with a probe of its own and many connections through it. */
@Isolated("it uses as many threads and sockets as it can")
class ManyProbesTest {

  private static final int TESTS = 16;
  private static final int CONNECTIONS = 200;
  private static final int EXCHANGES = 5;

  /** All of them have all their connections open before one goes on. */
  private static final CountDownLatch OPEN = new CountDownLatch(TESTS);

  @Test
  @Timeout(180)
  void sixteenProbesWithTwoHundredConnectionsEachCountAllOfThem() throws IOException {
    try (CountingServer server = new CountingServer()) {
      Kit.run(
              Map.of(
                  "server", "localhost:" + server.port(),
                  "junit.jupiter.execution.parallel.enabled", "true",
                  "junit.jupiter.execution.parallel.mode.default", "concurrent",
                  "junit.jupiter.execution.parallel.config.strategy", "fixed",
                  "junit.jupiter.execution.parallel.config.fixed.parallelism", "" + TESTS),
              BusyFixture.class)
          .passed(TESTS);
      assertThat(server.connections()).isEqualTo(TESTS * CONNECTIONS);
      assertThat(server.exchanges()).isEqualTo(TESTS * CONNECTIONS * EXCHANGES);
    }
    assertThat(OPEN.getCount()).isZero();
  }

  @ConnectionProbe("${server}")
  static class BusyFixture {

    @RepeatedTest(TESTS)
    void opensMany(Probe probe) throws Exception {
      List<Socket> sockets = new ArrayList<>();
      try {
        for (int i = 0; i < CONNECTIONS; i++) {
          sockets.add(new Socket(probe.host(), probe.port()));
        }
        OPEN.countDown();
        assertThat(OPEN.await(60, TimeUnit.SECONDS)).as("tests run in parallel").isTrue();
        for (int i = 0; i < EXCHANGES; i++) {
          for (Socket socket : sockets) {
            CountingServer.send(socket, 1);
          }
          for (Socket socket : sockets) {
            CountingServer.read(socket, 1);
          }
        }
        List<RecordedConnection> connections = probe.recording().connections();
        assertThat(connections).hasSize(CONNECTIONS);
        assertThat(connections).allMatch(connection -> connection.exchangeCount() == EXCHANGES);
      } finally {
        for (Socket socket : sockets) {
          socket.close();
        }
      }
    }
  }
}
