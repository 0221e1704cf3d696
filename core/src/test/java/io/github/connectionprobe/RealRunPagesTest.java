package io.github.connectionprobe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.report.BuildPage;
import io.github.connectionprobe.report.ProbeSummary;
import io.github.connectionprobe.report.TimelinePage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

/** Leaves the pages of a real run for {@code .ci/browser} to open in a browser. */
class RealRunPagesTest {

  private static final Path PAGES = Path.of("target/pages");

  @Test
  void realClientThatClosesIsShownWithTheFiguresOfItsRecording() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          int status = exchange.getRequestURI().getPath().endsWith("3") ? 404 : 200;
          exchange.sendResponseHeaders(status, 5);
          exchange
              .getResponseBody()
              .write("hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
          exchange.close();
        });
    server.start();
    Upstream upstream = Upstream.parse("localhost:" + server.getAddress().getPort());
    try (RecordingProxy proxy = RecordingProxy.to(upstream).start()) {
      OkHttpClient client = new OkHttpClient();
      for (int i = 1; i <= 4; i++) {
        Request.Builder request =
            new Request.Builder()
                .url(proxy.uri().resolve("/orders/" + i + "?token=s3cr3t").toString());
        Request sent = i == 2 ? request.header("Connection", "close").build() : request.build();
        try (Response response = client.newCall(sent).execute()) {
          response.body().string();
        }
      }
      write(proxy.recording());
    } finally {
      server.stop(0);
    }
  }

  private static void write(Recording recording) throws IOException {
    Diagnosis diagnosis = Diagnosis.of(recording);
    TimelinePage page = TimelinePage.of(diagnosis).ofTest("OrderClientTest reuses()");
    page.write(PAGES.resolve("real.html"));
    ProbeSummary summary =
        ProbeSummary.of("real", "OrderClientTest reuses()", diagnosis).withTimeline("real.html");
    BuildPage.of(List.of(summary)).write(PAGES.resolve("index.html"));
    String figures =
        "\"opened\": \"%d\", \"needed\": \"%d\", \"avoidable\": \"%d\", \"exchanges\": \"%d\""
            .formatted(
                recording.opened(),
                diagnosis.needed(),
                diagnosis.avoidable().size(),
                recording.exchangeCount());
    Files.writeString(PAGES.resolve("real.json"), "{" + figures + ", \"lanes\": 2}\n");
    Files.writeString(PAGES.resolve("index.json"), "{" + figures + ", \"lanes\": 0}\n");

    assertThat(summary.causes()).containsExactly(java.util.Map.entry(Cause.REQUEST_CLOSE, 1));
    assertThat(page.toString()).contains("GET /orders/3 404").doesNotContain("s3cr3t");
  }
}
