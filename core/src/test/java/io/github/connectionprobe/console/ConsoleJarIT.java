package io.github.connectionprobe.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.connectionprobe.socket.Tools;
import io.github.connectionprobe.tls.TestCertificate;
import io.github.connectionprobe.tls.TlsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a person uses it: started by itself, on a terminal, ended with Ctrl-C. */
@Timeout(120)
class ConsoleJarIT {

  private HttpServer server;

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
  void ctrlCOnATerminalPrintsTheVerdict() throws Exception {
    Tools.require("script", "curl");
    try (Console console = Console.onTerminal(server)) {
      Tools.run("curl", "-sS", console.url(), console.url());
      console.awaitText("+0 ms  #1    opened");
      console.awaitText("1 connection (");

      console.ctrlC();

      assertThat(console.exitCode()).isEqualTo(ExitCode.HELD);
      assertThat(console.text())
          .contains("Reuse held: opened 1")
          .as("running totals are written over")
          .contains("\r\u001b[K");
    }
  }

  @Test
  void curlStartedTwiceLosesReuse() throws Exception {
    Tools.require("curl");
    try (Console console = Console.start(server, "--exit-after", "2connections")) {
      Tools.run("curl", "-sS", console.url());
      Tools.run("curl", "-sS", console.url());

      assertThat(console.exitCode()).isEqualTo(ExitCode.LOST);
      assertThat(console.text()).contains("Reuse lost: opened 2").doesNotContain("\u001b");
    }
  }

  @Test
  void curlIsLookedIntoWhenItTrustsTheFile(@TempDir Path directory) throws Exception {
    Tools.require("curl");
    Path authority = directory.resolve("ca.pem");
    Path trust = TestCertificate.writeTo(directory.resolve("server.pem"));
    try (TlsServer upstream = TlsServer.speaking("TLSv1.3");
        Console console =
            Console.start(
                "https://localhost:" + upstream.port(),
                "--tls=terminate",
                "--ca-file=" + authority,
                "--trust=" + trust,
                "--exit-after=2exchanges")) {
      String page = console.url() + "orders";
      Tools.run("curl", "-sS", "--cacert", authority.toString(), page, page);

      assertThat(console.exitCode()).as("%s", console.text()).isEqualTo(ExitCode.HELD);
      assertThat(console.text()).contains("GET /orders", "TLS 1.3, full");
    }
  }

  @Test
  void aNodeClientIsWatched(@TempDir Path directory) throws Exception {
    Tools.require("node");
    Path program = directory.resolve("client.js");
    Files.writeString(
        program,
        """
        const http = require('http');
        const agent = new http.Agent({ keepAlive: true });
        const get = () => new Promise((done, failed) =>
          http.get(process.argv[2], { agent }, (response) => response.resume().on('end', done))
            .on('error', failed));
        get().then(get).then(get).then(() => agent.destroy());
        """);
    try (Console console = Console.start(server, "--exit-after", "1connection")) {
      Tools.run("node", program.toString(), console.url());

      assertThat(console.exitCode()).isEqualTo(ExitCode.HELD);
      assertThat(console.text()).contains("1.3   response").contains("fin             by client");
    }
  }

  @Test
  void aGoClientIsWatched(@TempDir Path directory) throws Exception {
    Tools.require("go");
    Path program = directory.resolve("client.go");
    Files.writeString(
        program,
        """
        package main

        import (
        \t"io"
        \t"net/http"
        \t"os"
        )

        func main() {
        \tfor i := 0; i < 3; i++ {
        \t\tresponse, err := http.Get(os.Args[1])
        \t\tif err != nil {
        \t\t\tpanic(err)
        \t\t}
        \t\tio.Copy(io.Discard, response.Body)
        \t\tresponse.Body.Close()
        \t}
        }
        """);
    try (Console console = Console.start(server, "--json", "--exit-after", "3exchanges")) {
      Tools.run("go", "run", program.toString(), console.url());

      assertThat(console.exitCode()).isEqualTo(ExitCode.HELD);
      assertThat(console.text()).contains("\"opened\":1,\"needed\":1,\"lost\":0");
    }
  }

  @Test
  void theJarHoldsEverythingItNeedsAndTheLibraryDoesNot() throws Exception {
    try (JarFile jar = new JarFile(Console.JAR.toFile())) {
      assertThat(jar.getEntry("picocli/CommandLine.class")).isNotNull();
      assertThat(jar.getEntry("io/netty/channel/Channel.class")).isNotNull();
    }
    List<Path> libraries;
    try (var files = Files.list(Console.JAR.getParent())) {
      libraries =
          files
              .filter(it -> it.getFileName().toString().matches(".*-core-[^a-z]*(-SNAPSHOT)?.jar"))
              .toList();
    }
    for (Path library : libraries) {
      try (JarFile jar = new JarFile(library.toFile())) {
        assertThat(jar.getEntry("picocli/CommandLine.class")).isNull();
      }
    }
  }
}
