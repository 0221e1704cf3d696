package io.github.connectionprobe.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.socket.SocketFacts;
import io.github.connectionprobe.socket.TimeWaits;
import io.github.connectionprobe.socket.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Go program and {@code net/http}: bodies that are not read, and a pool that keeps two. */
@Timeout(180)
class GoScenesIT {

  private static final int REQUESTS = RawServer.TOGETHER;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private RawServer server;
  private RecordingProxy proxy;

  @TempDir Path directory;

  @BeforeEach
  void start() throws Exception {
    Tools.require("go", "ss");
    server = new RawServer();
    proxy = start(server);
    // A port may come back within the minute for which another test's TIME_WAIT stands there.
    while (!timeWaitsBySs().equals(new TimeWaits(proxy.port(), 0, 0))) {
      proxy.close();
      proxy = start(server);
    }
  }

  private static RecordingProxy start(RawServer server) {
    return RecordingProxy.to(Upstream.of("127.0.0.1", server.port())).start();
  }

  @AfterEach
  void stop() throws IOException {
    if (proxy != null) {
      proxy.close();
      server.close();
    }
  }

  @Test
  void aBodyThatIsNotReadCostsAConnectionForEachRequest() throws Exception {
    Tools.require("ss");
    try (Wire wire = Wire.watch(proxy.port())) {
      Recording recording = sequential("unread");

      assertThat(recording.opened()).isEqualTo(REQUESTS);
      assertThat(recording.fins(Side.CLIENT)).isEqualTo(REQUESTS);
      List<Wire.Conversation> judged = wire.conversations();
      assertThat(Wire.ends(recording)).isEqualTo(Wire.ends(judged));
      assertThat(recording.connections())
          .extracting(it -> it.client().getPort())
          .containsExactlyElementsOf(judged.stream().map(it -> it.clientPort()).toList());
      assertThat(timeWaitsOnceThereAre(REQUESTS, recording))
          .isEqualTo(new TimeWaits(proxy.port(), REQUESTS, 0))
          .isEqualTo(timeWaitsBySs());
      assertThat(Diagnosis.of(recording).avoidable()).hasSize(REQUESTS - 1);
    }
  }

  @Test
  void aBodyThatIsReadToItsEndLeavesOneConnectionForAll() throws Exception {
    try (Wire wire = Wire.watch(proxy.port())) {
      Recording recording = sequential("read");

      assertThat(recording.opened()).isEqualTo(1);
      assertThat(recording.exchangeCount()).isEqualTo(REQUESTS);
      assertThat(wire.conversations()).hasSize(1);
      assertThat(Diagnosis.of(recording).explanations()).isEmpty();
      assertThat(timeWaitsOnceThereAre(1, recording))
          .isEqualTo(new TimeWaits(proxy.port(), 1, 0))
          .isEqualTo(timeWaitsBySs());
    }
  }

  @Test
  void tenAtOnceTwiceExceedTheIdleCapOfTheDefaultTransport() throws Exception {
    try (Wire wire = Wire.watch(proxy.port())) {
      Recording recording = concurrent(2);

      assertThat(recording.opened()).isEqualTo(2 * REQUESTS - 2);
      assertThat(wire.conversations()).hasSize(2 * REQUESTS - 2);
      assertThat(recording.connections()).filteredOn(it -> it.reused()).hasSize(2);
      Diagnosis diagnosis = Diagnosis.of(recording);
      assertThat(diagnosis.needed()).isEqualTo(REQUESTS);
      assertThat(diagnosis.explanations())
          .hasSize(REQUESTS - 2)
          .extracting(Explanation::cause)
          .containsOnly(Cause.POOL_OVERFLOW);
      assertThat(diagnosis.explanations().get(0).fix()).contains("MaxIdleConnsPerHost");
    }
  }

  @Test
  void aRaisedIdleCapKeepsAllTen() throws Exception {
    try (Wire wire = Wire.watch(proxy.port())) {
      Recording recording = concurrent(REQUESTS);

      assertThat(recording.opened()).isEqualTo(REQUESTS);
      assertThat(wire.conversations()).hasSize(REQUESTS);
      assertThat(recording.connections()).allMatch(it -> it.reused());
      assertThat(Diagnosis.of(recording).explanations()).isEmpty();
    }
  }

  private Recording sequential(String how) throws Exception {
    run("sequential.go", how, proxy.uri() + "/one");
    return proxy.await(it -> it.stillOpen() == 0, LIMIT);
  }

  private Recording concurrent(int idleCap) throws Exception {
    run("concurrent.go", Integer.toString(idleCap), proxy.uri() + "/together");
    return proxy.await(it -> it.stillOpen() == 0, LIMIT);
  }

  private void run(String name, String how, String url) throws Exception {
    Path source = Program.source(name, directory);
    try (Program program = Program.start(Map.of(), "go", "run", source, how, url)) {
      program.finish();
    }
  }

  /** A FIN is recorded before it is passed on, so the client's socket may be a moment behind. */
  private static TimeWaits timeWaitsOnceThereAre(int wanted, Recording recording) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    TimeWaits waits;
    do {
      waits = SocketFacts.of(recording).clientTimeWaits();
    } while (waits.connecting() < wanted && System.nanoTime() < deadline);
    return waits;
  }

  private TimeWaits timeWaitsBySs() throws Exception {
    return new TimeWaits(proxy.port(), ss("dport"), ss("sport"));
  }

  private int ss(String whose) throws Exception {
    String printed = Tools.run("ss", "-tanH", "state", "time-wait", whose + " = :" + proxy.port());
    return printed.isEmpty() ? 0 : printed.split("\n").length;
  }
}
