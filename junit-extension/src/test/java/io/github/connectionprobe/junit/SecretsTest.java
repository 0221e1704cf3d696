package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.net.httpserver.HttpServer;
import io.github.connectionprobe.report.TextReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One word is put wherever a secret may stand, and must come out nowhere. */
class SecretsTest {

  private static final String SECRET = "Zx9SesameZx9";

  /** What fixtures see of their probes in words, besides their failures. */
  private static final List<String> SEEN = new CopyOnWriteArrayList<>();

  @Test
  void noHeaderValueQueryOrBodyGetsIntoAnyOutput(@TempDir Path directory) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("Set-Cookie", "id=" + SECRET);
          exchange.getResponseHeaders().add("Location", "/next?token=" + SECRET);
          byte[] body = ("{\"word\": \"" + SECRET + "\"}").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(401, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    Kit kit;
    try {
      kit =
          Kit.run(
              Map.of(
                  "server",
                  "localhost:" + server.getAddress().getPort(),
                  ReportSettings.ARTIFACTS,
                  "always",
                  ReportSettings.SUMMARY,
                  "true",
                  ReportSettings.DIRECTORY,
                  directory.toString()),
              LosingFixture.class);
      BuildReport.ofAllForks();
    } finally {
      server.stop(0);
    }

    List<String> outputs = new ArrayList<>(SEEN);
    kit.failures().forEach(failure -> outputs.add(printed(failure)));
    outputs.addAll(kit.reported());
    assertThat(kit.failures()).hasSize(3);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        outputs.add(file + "\n" + Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(directory.resolve("summary.json")).isNotEmptyFile();
    assertThat(outputs)
        .hasSizeGreaterThan(10)
        .anySatisfy(output -> assertThat(output).contains("<svg"))
        .noneMatch(output -> output.contains(SECRET));
  }

  private static String printed(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @ConnectionProbe("${server}")
  static class LosingFixture {

    @Test
    void loses(Probe probe) {
      post(probe);
      post(probe);
      look(probe);
    }

    @Test
    void assertsInVain(Probe probe) {
      post(probe);
      look(probe);
      probe.assertConnectionsOpened(7);
    }

    @Test
    void meetsGarbage(Probe probe) throws IOException {
      String[] garbage = {
        SECRET + " " + SECRET + "\r\n\r\n",
        "GET /a HTTP/1.1\r\n" + SECRET + "\r\n\r\n",
        "GET http://user:" + SECRET + "@host/a?" + SECRET + "#" + SECRET + " HTTP/1.1\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: x\r\nContent-Length: " + SECRET + "\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + SECRET + "\r\n"
      };
      for (String bytes : garbage) {
        try (Socket socket = new Socket(probe.host(), probe.port())) {
          socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
          socket.shutdownOutput();
          socket.getInputStream().readAllBytes();
        }
      }
      look(probe);
      fail("no order");
    }

    private static void look(Probe probe) {
      SEEN.add(probe.toString());
      SEEN.add(probe.recording().toString());
      SEEN.add(probe.recording().connections().toString());
      SEEN.add(TextReport.of(probe.diagnosis()));
    }

    private static void post(Probe probe) {
      Request request =
          new Request.Builder()
              .url(probe.uri() + "/orders?token=" + SECRET)
              .header("Authorization", "Bearer " + SECRET)
              .header("Cookie", "id=" + SECRET)
              .header("X-Api-Key", SECRET)
              .header("Connection", "close")
              .post(RequestBody.create(SECRET, MediaType.get("text/plain")))
              .build();
      try (Response response = new OkHttpClient().newCall(request).execute()) {
        assertThat(response.body().string()).contains(SECRET);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }
}
