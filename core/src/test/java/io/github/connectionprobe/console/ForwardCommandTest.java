package io.github.connectionprobe.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The console as a proxy to clients whose URLs stay as they are. */
@Timeout(60)
class ForwardCommandTest {

  private static final String SCHEME = "socks5h://localhost:";

  private final StringWriter errors = new StringWriter();
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final ByteArrayOutputStream printed =
      new ByteArrayOutputStream() {
        @Override
        public void flush() {
          String text = toString(StandardCharsets.UTF_8);
          int from = text.indexOf(SCHEME);
          if (from >= 0) {
            port.complete(
                Integer.parseInt(text.substring(from + SCHEME.length()).split("\\D", 2)[0]));
          }
        }
      };
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  private int execute(String... arguments) {
    WatchCommand command =
        new WatchCommand(
            new PrintStream(printed, false, StandardCharsets.UTF_8), Interruption.none());
    return Main.commandLine(command).setErr(new PrintWriter(errors)).execute(arguments);
  }

  @Test
  void clientsReachWhatTheyAskForAndTheVerdictIsForEachServer() throws Exception {
    String here = "localhost:" + server.getAddress().getPort();
    CompletableFuture<Integer> code = new CompletableFuture<>();
    Thread watch =
        new Thread(
            () ->
                code.complete(
                    execute(
                        "--forward",
                        "--listen",
                        "0",
                        "--map",
                        "api.example:80=" + server.getAddress().getPort(),
                        "--exit-after",
                        "4exchanges")));
    watch.start();
    OkHttpClient client =
        new OkHttpClient.Builder()
            .proxy(
                new Proxy(
                    Proxy.Type.SOCKS,
                    new InetSocketAddress("localhost", port.get(30, TimeUnit.SECONDS))))
            .build();
    for (int i = 0; i < 2; i++) {
      for (String host : List.of(here, "api.example")) {
        Request request = new Request.Builder().url("http://" + host + "/" + i).build();
        try (Response response = client.newCall(request).execute()) {
          assertThat(response.code()).isEqualTo(204);
        }
      }
    }

    assertThat(code.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.HELD);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("and relaying to whatever clients ask for.")
        .containsPattern("#1 +destination +is " + here)
        .containsPattern("#2 +destination +is api.example:80")
        .contains(
            "Reuse held: opened 2, where 2 would have served (2 destinations, at most 1 exchange in"
                + " flight to one of them).");
  }

  @Test
  void anUpstreamBesidesForwardIsWrongUsage() {
    assertThat(execute("--forward", "9200")).isEqualTo(ExitCode.TROUBLE);
    assertThat(errors.toString())
        .contains(
            "Both --forward and an upstream, \"9200\", were given. Leave one out; to let a name be"
                + " found there, use --map.");
  }

  @Test
  void destinationsWithoutForwardAreWrongUsage() {
    assertThat(execute("--allow", "api.example:443", "9200")).isEqualTo(ExitCode.TROUBLE);
    assertThat(errors.toString()).contains("--allow and --map mean something with --forward only.");
  }

  @Test
  void aDestinationThatIsNoneIsWrongUsage() {
    assertThat(execute("--forward", "--allow", "api.example")).isEqualTo(ExitCode.TROUBLE);
    assertThat(errors.toString()).contains("The destination \"api.example\" cannot be read.");
  }
}
