package io.github.connectionprobe.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.connectionprobe.socket.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A probe whose process has no file descriptor left: the program, under {@code ulimit -n}. */
@EnabledOnOs(OS.LINUX)
class FileDescriptorsIT {

  /** Each needs two descriptors of the probe, so it has not nearly enough for all of them. */
  private static final int CLIENTS = 128;

  private static final Duration A_WHILE = Duration.ofSeconds(1);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    Tools.require("sh");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 5);
          exchange.getResponseBody().write("hello".getBytes(StandardCharsets.US_ASCII));
          exchange.close();
        });
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** The last one is missing for a client or for its upstream, depending on how many there are. */
  @ParameterizedTest
  @ValueSource(ints = {128, 129})
  void withoutFileDescriptorsItSaysSoDoesNotSpinAndRecovers(int limit) throws Exception {
    List<Socket> clients = new ArrayList<>();
    try (Console console = Console.withDescriptors(limit, server, "--json")) {
      int port = URI.create(console.url()).getPort();
      for (int i = 0; i < CLIENTS; i++) {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        clients.add(client);
        request(client);
      }
      awaitRest(console);

      int answered = 0;
      for (Socket client : clients) {
        answered += answered(client, 50) ? 1 : 0;
      }
      assertThat(answered).isBetween(1, CLIENTS - 1);

      for (Socket client : clients) {
        client.close();
      }
      console.awaitText("this process has no file descriptor left");
      for (int i = 0; i < 10; i++) {
        try (Socket later = new Socket(InetAddress.getLoopbackAddress(), port)) {
          request(later);
          assertThat(answered(later, 20_000)).as("request %d after the famine", i).isTrue();
        }
      }
      console.terminate();
      console.exitCode();
      String text = console.text();
      assertThat(text.split("could not accept a connection", -1)).hasSizeBetween(1, 2);
      assertThat(text).doesNotContain("An exception was thrown", "the probe failed");
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  /**
   * Waits until it uses hardly a CPU for a while: at first it has compiling and the clients that it
   * could accept to do, but one that tried to accept again and again would never come to rest.
   */
  private static void awaitRest(Console console) throws InterruptedException {
    Duration used = A_WHILE;
    for (int i = 0; i < 20 && used.compareTo(A_WHILE.dividedBy(3)) > 0; i++) {
      Duration before = console.cpuTime();
      assertThat(console.livesFor(A_WHILE)).as(console.text()).isTrue();
      used = console.cpuTime().minus(before);
    }
    assertThat(used).as("CPU time in %s", A_WHILE).isLessThan(A_WHILE.dividedBy(3));
  }

  private static void request(Socket client) throws IOException {
    client
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  /** Whether it gets a response; a reset or silence is none. */
  private static boolean answered(Socket client, int millis) throws IOException {
    client.setSoTimeout(millis);
    try {
      InputStream in = client.getInputStream();
      return in.read() == 'H';
    } catch (SocketTimeoutException silence) {
      return false;
    } catch (IOException reset) {
      return false;
    }
  }
}
