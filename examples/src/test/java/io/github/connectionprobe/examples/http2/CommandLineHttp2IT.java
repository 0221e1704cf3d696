package io.github.connectionprobe.examples.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.Http2Facts;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Recording;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a probe sees of curl and of nghttp2's h2load, beside what Jetty and they count. */
@Timeout(120)
class CommandLineHttp2IT {

  private final Http2Server server = new Http2Server();
  private final RecordingProxy proxy =
      RecordingProxy.to(Upstream.of("127.0.0.1", server.port())).start();

  @BeforeEach
  void needsTools() {
    for (String tool : List.of("curl", "h2load")) {
      if (Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
          .noneMatch(directory -> Files.isExecutable(Path.of(directory, tool)))) {
        String reason = "The program \"" + tool + "\" is not on the PATH.";
        if ("true".equals(System.getenv("CONNECTION_PROBE_REQUIRE_TOOLS"))) {
          fail(reason + " CONNECTION_PROBE_REQUIRE_TOOLS=true does not let this test be skipped.");
        }
        abort(reason);
      }
    }
  }

  @AfterEach
  void stop() {
    proxy.close();
    server.close();
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(command + ": " + printed).isZero();
    return printed;
  }

  private Recording curl(int requests, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("curl", "-sS"));
    command.addAll(List.of(options));
    for (int i = 0; i < requests; i++) {
      command.addAll(List.of("-o", "/dev/null", proxy.uri() + "/orders/" + i));
    }
    run(command);
    return proxy.await(it -> it.stillOpen() == 0, Duration.ofSeconds(20));
  }

  private void assertCountsAreThoseOfTheServer(Recording recording, int requests) {
    assertThat(recording.opened()).isEqualTo(server.connections());
    assertThat(recording.exchangeCount()).isEqualTo(server.requests()).isEqualTo(requests);
    assertThat(recording.connections())
        .allSatisfy(
            connection -> {
              assertThat(connection.observerRetired()).isEmpty();
              assertThat(connection.http2()).isPresent();
              assertThat(connection.http2().get().fieldsUnreadable()).isEmpty();
              assertThat(connection.exchanges()).allMatch(RecordedExchange::complete);
            });
    assertThat(Diagnosis.of(recording).avoidable()).isEmpty();
  }

  /** Debian 12's curl fails its second request with prior knowledge, whatever it talks to. */
  @Test
  void curlWithPriorKnowledgeIsFollowed() throws Exception {
    Recording recording = curl(1, "--http2-prior-knowledge");

    assertCountsAreThoseOfTheServer(recording, 1);
    assertThat(recording.connection(1).exchanges().get(0).request().path()).isEqualTo("/orders/0");
  }

  @Test
  void curlThatUpgradesUsesOneConnection() throws Exception {
    Recording recording = curl(5, "--http2");

    assertCountsAreThoseOfTheServer(recording, 5);
    assertThat(recording.opened()).isOne();
    RecordedExchange first = recording.connection(1).exchanges().get(0);
    assertThat(first.request().version()).isEqualTo("HTTP/1.1");
    assertThat(first.response().orElseThrow().version()).isEqualTo("HTTP/2");
  }

  @Test
  void h2loadOverOneConnectionIsCountedRequestForRequest() throws Exception {
    Recording recording = h2load(1_000, 1, 50);

    assertCountsAreThoseOfTheServer(recording, 1_000);
    assertThat(recording.opened()).isOne();
    assertThat(recording.connection(1).http2().orElseThrow().peakStreams()).isBetween(2, 50);
    assertThat(Diagnosis.of(recording).explanations()).isEmpty();
  }

  @Test
  void h2loadOverSeveralConnectionsAtOnceIsAColdStampede() throws Exception {
    Recording recording = h2load(400, 4, 5);

    assertCountsAreThoseOfTheServer(recording, 400);
    assertThat(recording.opened()).isEqualTo(4);
    assertThat(recording.connections())
        .extracting(RecordedConnection::http2)
        .extracting(http2 -> http2.map(Http2Facts::peakStreams).orElse(0))
        .allMatch(peak -> peak <= 5);
    assertThat(Diagnosis.of(recording).explanations())
        .extracting(Explanation::cause)
        .containsOnly(Cause.H2_COLD_STAMPEDE);
  }

  private Recording h2load(int requests, int connections, int streams) throws Exception {
    String printed =
        run(
            List.of(
                "h2load",
                "-n" + requests,
                "-c" + connections,
                "-m" + streams,
                proxy.uri() + "/orders"));
    assertThat(printed).contains(requests + " succeeded, 0 failed");
    return proxy.await(it -> it.stillOpen() == 0, Duration.ofSeconds(20));
  }
}
