package io.github.connectionprobe.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command inside this JVM, with a real client and a real server. */
@Timeout(60)
class WatchCommandTest {

  /** From Java 25 on the common pool has one thread on two cores, and a watch occupies it. */
  private static final Executor OWN_THREAD = task -> new Thread(task, "watch").start();

  private final Printed printed = new Printed();
  private HttpServer server;

  /** What the command prints; tells when it listens. */
  private static final class Printed extends ByteArrayOutputStream {
    final CompletableFuture<String> listening = new CompletableFuture<>();

    @Override
    public void flush() throws IOException {
      String text = toString(StandardCharsets.UTF_8);
      int from = text.indexOf("http://");
      if (from >= 0) {
        listening.complete(text.substring(from).split("[ \"]", 2)[0]);
      }
    }
  }

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 5);
          exchange.getResponseBody().write("hello".getBytes(StandardCharsets.US_ASCII));
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void reuseThatHeldEndsWithCodeZero() throws Exception {
    CompletableFuture<Integer> code = watch("--exit-after", "2exchanges");
    OkHttpClient client = new OkHttpClient();

    get(client);
    get(client);

    assertThat(code.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.HELD);
    assertThat(lines())
        .anyMatch(line -> line.matches(" +\\+0 ms  #1 +opened +by 127.0.0.1:\\d+"))
        .anyMatch(line -> line.matches(" +\\+\\d+ ms  1.2 +request +GET /x, \\d+ ms after the.*"))
        .anyMatch(line -> line.startsWith("Reuse held: opened 1, where 1 would have served"));
  }

  @Test
  void reuseThatWasLostEndsWithCodeOne() throws Exception {
    CompletableFuture<Integer> code = watch("--exit-after", "2connections");

    for (int i = 0; i < 2; i++) {
      OkHttpClient client = new OkHttpClient();
      get(client);
      client.connectionPool().evictAll();
    }

    assertThat(code.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.LOST);
    assertThat(lines())
        .anyMatch(line -> line.startsWith("Reuse lost: opened 2, where 1 would have served"))
        .anyMatch(line -> line.startsWith("Why #2 was opened"));
  }

  @Test
  void anUpstreamThatIsDownEndsWithCodeTwo() throws Exception {
    server.stop(0);
    CompletableFuture<Integer> code = watch("--exit-after", "1connections");

    CompletableFuture.runAsync(
        () -> {
          try {
            get(new OkHttpClient.Builder().retryOnConnectionFailure(false).build());
          } catch (Exception expected) {
            // Its connection is reset.
          }
        },
        OWN_THREAD);

    assertThat(code.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.TROUBLE);
    assertThat(lines())
        .anyMatch(line -> line.matches("No verdict: .* found no upstream at localhost:\\d+.*"));
  }

  @Test
  void aWatchWithoutTrafficEndsWithCodeTwoAndSaysWhereToPointTheClient() throws Exception {
    assertThat(watch("--exit-after", "1ms").get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.TROUBLE);
    assertThat(lines())
        .anyMatch(line -> line.startsWith("No connection came in, so there is nothing to judge."));
  }

  @Test
  void trafficThatCannotBeReadIsNoReuseThatHeld() throws Exception {
    CompletableFuture<Integer> code = watch("--exit-after", "1connections");

    URI listener = URI.create(printed.listening.get());
    try (Socket socket = new Socket(listener.getHost(), listener.getPort())) {
      socket.getOutputStream().write(0x16); // a TLS record begins like this
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    }

    assertThat(code.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.TROUBLE);
    assertThat(lines()).contains("No verdict: on 1 connection no HTTP/1 exchange could be seen.");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void responsesThatNobodyReadAreFoundInTheClientsSockets() throws Exception {
    CompletableFuture<Integer> code = watch("--exit-after", "3exchanges");
    URI listener = URI.create(printed.listening.get());

    try (Socket first = ask(listener);
        Socket second = ask(listener);
        Socket third = ask(listener)) {
      assertThat(code.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.LOST);
      assertThat(List.of(first, second, third)).allMatch(Socket::isConnected);
    }

    assertThat(lines())
        .anyMatch(
            line ->
                line.matches(
                    "  leaked-response \\(observed\\): \\d+ bytes of response 1.1 wait .*"))
        .anyMatch(
            line ->
                line.matches(
                    "  #1 client: ESTABLISHED in this JVM, \\d+ bytes of a response never.*"))
        .filteredOn(line -> !line.startsWith("Listening") && !line.startsWith("Point"))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
  }

  /** Sends a request and leaves its response there once the body's first byte has come. */
  private static Socket ask(URI listener) throws Exception {
    Socket socket = new Socket(listener.getHost(), listener.getPort());
    socket
        .getOutputStream()
        .write("GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    // Before that, the next request would be one more at the same time.
    StringBuilder read = new StringBuilder();
    while (read.indexOf("\r\n\r\nh") < 0) {
      int next = socket.getInputStream().read();
      assertThat(next).as("after " + read).isNotNegative();
      read.append((char) next);
    }
    return socket;
  }

  @Test
  void jsonIsOneObjectALineAndEndsWithTheVerdict() throws Exception {
    CompletableFuture<Integer> code = watch("--json", "--exit-after", "1exchange");

    get(new OkHttpClient());

    assertThat(code.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.HELD);
    assertThat(lines()).allMatch(line -> line.startsWith("{\"event\":\"") && line.endsWith("}"));
    assertThat(lines().get(0)).startsWith("{\"event\":\"started\",\"at_ms\":0,");
    assertThat(lines().get(lines().size() - 1))
        .startsWith("{\"event\":\"verdict\",")
        .contains("\"exit_code\":0,\"opened\":1,\"needed\":1,\"lost\":0,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--json", "--exit-after=1h"})
  void noHeaderValueQueryOrBodyIsPrinted(String format) throws Exception {
    String secret = "Zx9SesameZx9";
    CompletableFuture<Integer> code = watch(format, "--exit-after", "2connections");

    for (int i = 0; i < 2; i++) {
      Request request =
          new Request.Builder()
              .url(printed.listening.get() + "/x?token=" + secret)
              .header("Authorization", secret)
              .header("Connection", "close")
              .post(RequestBody.create(secret, null))
              .build();
      try (Response response = new OkHttpClient().newCall(request).execute()) {
        response.body().string();
      }
    }
    code.get(30, TimeUnit.SECONDS);
    assertThat(lines()).anyMatch(line -> line.contains("/x")).noneMatch(it -> it.contains(secret));
  }

  @Test
  void unlessToldOtherwiseItListensOnThePortAfterTheUpstreams() throws Exception {
    int next = server.getAddress().getPort() + 1;
    try {
      new ServerSocket(next, 1, InetAddress.getLoopbackAddress()).close();
    } catch (IOException taken) {
      org.junit.jupiter.api.Assumptions.abort("Port " + next + " belongs to somebody else.");
    }
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(
            () -> execute(List.of("--exit-after", "1ms", upstream())), OWN_THREAD);

    code.get(30, TimeUnit.SECONDS);

    assertThat(printed.listening.get()).endsWith(":" + next);
  }

  private String upstream() {
    return Integer.toString(server.getAddress().getPort());
  }

  private CompletableFuture<Integer> watch(String... options) throws Exception {
    List<String> arguments = new java.util.ArrayList<>(List.of("--listen", "0", upstream()));
    arguments.addAll(List.of(options));
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(() -> execute(arguments), OWN_THREAD);
    printed.listening.get(30, TimeUnit.SECONDS);
    return code;
  }

  private int execute(List<String> arguments) {
    WatchCommand command =
        new WatchCommand(
            new PrintStream(printed, false, StandardCharsets.UTF_8), Interruption.none());
    return Main.commandLine(command).execute(arguments.toArray(String[]::new));
  }

  private void get(OkHttpClient client) throws Exception {
    Request request = new Request.Builder().url(printed.listening.get() + "/x").build();
    try (Response response = client.newCall(request).execute()) {
      assertThat(response.body().string()).isEqualTo("hello");
    }
  }

  private List<String> lines() {
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
