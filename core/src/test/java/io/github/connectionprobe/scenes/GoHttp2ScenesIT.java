package io.github.connectionprobe.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.Http2Facts;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.socket.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ten requests of Go at once, twice, over HTTP/2: where HTTP/1 needs ten connections, one does. */
@Timeout(180)
class GoHttp2ScenesIT {

  /** Where Debian's golang-golang-x-net-dev puts the sources of golang.org/x/net. */
  private static final Path PACKAGES = Path.of("/usr/share/gocode");

  private static final Map<String, String> ENVIRONMENT =
      Map.of("GO111MODULE", "off", "GOPATH", PACKAGES.toString());

  @TempDir Path directory;

  private Path program;

  @BeforeEach
  void build() throws Exception {
    Tools.require("go", "tcpdump", "tshark");
    if (!Files.isDirectory(PACKAGES.resolve("src/golang.org/x/net/http2/h2c"))) {
      Tools.missing("Debian's package golang-golang-x-net-dev is not installed.");
    }
    program = directory.resolve("http2");
    Path source = Program.source("http2.go", directory);
    try (Program build = Program.start(ENVIRONMENT, "go", "build", "-o", program, source)) {
      build.finish();
    }
  }

  @Test
  void tenAtOnceTwiceShareOneConnection() throws Exception {
    try (Program server = Program.start(Map.of(), program, "serve");
        RecordingProxy proxy =
            RecordingProxy.to(Upstream.of("127.0.0.1", Integer.parseInt(server.line()))).start();
        Wire wire = Wire.watch(proxy.port());
        Program client = Program.start(Map.of(), program, proxy.uri() + "/together")) {
      client.finish();
      Recording recording = proxy.await(it -> it.stillOpen() == 0, Duration.ofSeconds(20));
      server.tell("done");

      assertThat(recording.opened()).isOne();
      assertThat(recording.exchangeCount()).isEqualTo(20);
      assertThat(server.line()).as("connections and requests of the server").isEqualTo("1 20");
      assertThat(wire.conversations()).hasSize(1);
      RecordedConnection connection = recording.connection(1);
      assertThat(connection.exchanges()).allMatch(RecordedExchange::complete);
      assertThat(connection.end().orElseThrow().by()).isEqualTo(Side.CLIENT);
      Http2Facts http2 = connection.http2().orElseThrow();
      assertThat(http2.peakStreams()).isEqualTo(10);
      assertThat(http2.maxConcurrentStreams()).hasValue(250);
      assertThat(http2.resets()).isZero();
      assertThat(http2.fieldsUnreadable()).isEmpty();
      Diagnosis diagnosis = Diagnosis.of(recording);
      assertThat(diagnosis.needed()).isOne();
      assertThat(diagnosis.explanations()).isEmpty();
    }
  }
}
