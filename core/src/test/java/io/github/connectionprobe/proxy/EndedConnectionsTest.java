package io.github.connectionprobe.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What is kept of connections that have ended. */
@Isolated("it counts the objects of this JVM")
class EndedConnectionsTest {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private static final int CONNECTIONS = 200;

  @Test
  void areFactsWithoutTheChannelsThatTheyCameFrom() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        RecordingProxy proxy =
            RecordingProxy.to(Upstream.of("localhost", server.getLocalPort())).start()) {
      for (int i = 0; i < CONNECTIONS; i++) {
        exchange(server, proxy.port());
      }
      proxy.await(it -> it.stillOpen() == 0, DEADLINE);

      // The last ones may still be closing when their ends are recorded.
      long deadline = System.nanoTime() + DEADLINE.toNanos();
      while (relays() > 10 && System.nanoTime() < deadline) {
        proxy.recording();
      }
      assertThat(relays()).isLessThan(10);
      assertThat(proxy.recording().exchangeCount()).isEqualTo(CONNECTIONS);
    }
  }

  private static void exchange(ServerSocket server, int port) throws IOException {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
      try (Socket accepted = server.accept()) {
        accepted.getInputStream().readNBytes(26);
        accepted
            .getOutputStream()
            .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(US_ASCII));
        client.getInputStream().readNBytes(40);
      }
    }
  }

  /** Counts those relays that something still holds. */
  private static long relays() throws Exception {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    return histogram
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(columns -> columns.length > 3 && columns[3].equals(Relay.class.getName()))
        .mapToLong(columns -> Long.parseLong(columns[1]))
        .sum();
  }
}
