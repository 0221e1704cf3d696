package io.github.connectionprobe.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.connectionprobe.recording.ConnectionEnd;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.socket.Tools;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * As many connections at once as this machine lets one process have, up to ten thousand: a probe
 * needs two file descriptors for each. Clients and server live in processes of their own.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
@Isolated("it takes all file descriptors but a few")
class ManyConnectionsAtOnceIT {

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** What this JVM and its other tests keep open. */
  private static final int SPARE_DESCRIPTORS = 500;

  @Test
  void eachIsKeptAndServedAgainAndItsEndIsRecorded() throws Exception {
    int count = (int) Math.min(10_000, (descriptors() - SPARE_DESCRIPTORS) / 2);
    try (Child servers = crowd("serve", count);
        RecordingProxy proxy =
            RecordingProxy.to(Upstream.of("127.0.0.1", number(servers))).start();
        Child clients = crowd("ask", count, proxy.port())) {
      assertThat(number(clients)).isEqualTo(count);
      Recording open = proxy.recording();
      assertThat(open.opened()).isEqualTo(count);
      assertThat(open.stillOpen()).isEqualTo(count);
      assertThat(open.exchangeCount()).isEqualTo(count);
      assertThat(established(proxy.port())).isEqualTo(count);

      clients.tell("go on");
      assertThat(number(clients)).isEqualTo(count);
      assertThat(proxy.recording().connections())
          .allSatisfy(it -> assertThat(it.exchangeCount()).isEqualTo(2));

      clients.tell("go on");
      Recording ended = proxy.await(it -> it.stillOpen() == 0, DEADLINE);
      assertThat(ended.opened()).isEqualTo(count);
      assertThat(ended.resets(Side.CLIENT) + ended.resets(Side.SERVER)).isZero();
      assertThat(ended.connections())
          .extracting(RecordedConnection::end)
          .allSatisfy(it -> assertThat(it.map(ConnectionEnd::by)).contains(Side.CLIENT));
    }
  }

  private static long descriptors() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getMaxFileDescriptorCount();
  }

  /** Counts the proxy's ends of its clients' connections, as {@code ss} sees them. */
  private static long established(int port) throws Exception {
    Tools.require("ss");
    return Tools.run("ss", "-Htn", "state", "established", "sport", "=", ":" + port)
        .lines()
        .count();
  }

  private static Child crowd(String role, int... numbers) throws IOException {
    return new Child(
        Member.class,
        Stream.concat(Stream.of(role), IntStream.of(numbers).mapToObj(Integer::toString))
            .toArray(String[]::new));
  }

  /** Waits for the next number that it prints. */
  private static int number(Child crowd) throws IOException {
    return Integer.parseInt(crowd.says());
  }

  /**
   * What runs in a process with one end of every connection: all take their turn in the same order,
   * twice.
   */
  static final class Member {

    private static final byte[] REQUEST = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] RESPONSE =
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(US_ASCII);

    private static final List<Socket> SOCKETS = new ArrayList<>();

    public static void main(String[] arguments) throws IOException {
      int count = Integer.parseInt(arguments[1]);
      if (arguments[0].equals("serve")) {
        serve(count);
      } else {
        ask(count, Integer.parseInt(arguments[2]));
      }
    }

    private static void serve(int count) throws IOException {
      try (ServerSocket server = new ServerSocket(0, 1_000, InetAddress.getByName("127.0.0.1"))) {
        System.out.println(server.getLocalPort());
        for (int i = 0; i < count; i++) {
          SOCKETS.add(server.accept());
          answer(SOCKETS.get(i));
        }
        for (Socket socket : SOCKETS) {
          answer(socket);
        }
        for (Socket socket : SOCKETS) {
          if (socket.getInputStream().read() >= 0) {
            throw new IOException("a byte too many");
          }
          socket.close();
        }
      }
    }

    private static void answer(Socket socket) throws IOException {
      socket.getInputStream().readNBytes(REQUEST.length);
      socket.getOutputStream().write(RESPONSE);
    }

    private static void ask(int count, int port) throws IOException {
      BufferedReader told = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
      for (int i = 0; i < count; i++) {
        SOCKETS.add(new Socket(InetAddress.getLoopbackAddress(), port));
        ask(SOCKETS.get(i));
      }
      System.out.println(SOCKETS.size());
      told.readLine();
      for (Socket socket : SOCKETS) {
        ask(socket);
      }
      System.out.println(SOCKETS.size());
      told.readLine();
      for (Socket socket : SOCKETS) {
        socket.close();
      }
    }

    private static void ask(Socket socket) throws IOException {
      socket.getOutputStream().write(REQUEST);
      if (socket.getInputStream().readNBytes(RESPONSE.length).length < RESPONSE.length) {
        throw new IOException("no response");
      }
    }
  }
}
