package io.github.connectionprobe.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.tls.TestCertificate;
import io.github.connectionprobe.tls.TlsServer;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The console in front of an HTTPS server, told to look into TLS. */
@Timeout(60)
class TlsCommandTest {

  private static final Pattern ADDRESS = Pattern.compile("https://localhost:\\d+");

  @TempDir Path directory;

  private final StringWriter errors = new StringWriter();
  private final CompletableFuture<String> address = new CompletableFuture<>();
  private final ByteArrayOutputStream printed =
      new ByteArrayOutputStream() {
        @Override
        public void flush() {
          Matcher matcher = ADDRESS.matcher(toString(StandardCharsets.UTF_8));
          if (matcher.find()) {
            address.complete(matcher.group());
          }
        }
      };

  private int execute(String... arguments) {
    WatchCommand command =
        new WatchCommand(
            new PrintStream(printed, false, StandardCharsets.UTF_8), Interruption.none());
    return Main.commandLine(command).setErr(new PrintWriter(errors)).execute(arguments);
  }

  private static SSLContext trusting(Path file) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(file)) {
      Certificate authority = CertificateFactory.getInstance("X.509").generateCertificate(in);
      store.setCertificateEntry("authority", authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  @Test
  void exchangesInsideTlsAreToldToClientsThatTrustTheFile() throws Exception {
    Path authority = directory.resolve("ca.pem");
    Path trust = TestCertificate.writeTo(directory.resolve("server.pem"));
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (TlsServer server = TlsServer.speaking("TLSv1.3")) {
      String[] arguments = {
        "--tls",
        "terminate",
        "--ca-file",
        authority.toString(),
        "--trust",
        trust.toString(),
        "--listen",
        "0",
        "--exit-after",
        "2exchanges",
        "https://localhost:" + server.port()
      };
      Future<Integer> exit = thread.submit(() -> execute(arguments));
      String url = address.get(30, TimeUnit.SECONDS) + "/orders";
      HttpClient client = HttpClient.newBuilder().sslContext(trusting(authority)).build();
      for (int i = 0; i < 2; i++) {
        client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
      }

      assertThat(exit.get(30, TimeUnit.SECONDS)).as("%s", errors).isEqualTo(ExitCode.HELD);
      assertThat(printed.toString(StandardCharsets.UTF_8))
          .contains("GET /orders", "TLS 1.3, full")
          .doesNotContain("estimated");
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void filesWithoutTerminationAreAMistake() {
    assertThat(execute("--ca-file", "ca.pem", "8443")).isEqualTo(ExitCode.TROUBLE);
    assertThat(errors.toString()).contains("mean something with --tls terminate only");
  }

  @Test
  void fileThatCannotBeWrittenIsTold() {
    Path nowhere = directory.resolve("missing").resolve("ca.pem");
    assertThat(execute("--tls", "terminate", "--ca-file", nowhere.toString(), "8443"))
        .isEqualTo(ExitCode.TROUBLE);
    assertThat(errors.toString())
        .contains("The certificate of the probe's authority cannot be written to ");
  }

  @Test
  void trustThatCannotBeReadIsTold() {
    assertThat(execute("--tls", "terminate", "--trust", "no-such-file.pem", "8443"))
        .isEqualTo(ExitCode.TROUBLE);
    assertThat(errors.toString()).contains("The certificates to trust cannot be read from ");
  }
}
