package io.github.connectionprobe.scenes;

import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.socket.SocketFacts;
import io.github.connectionprobe.socket.TimeWaits;
import io.github.connectionprobe.socket.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A Go program and {@code net/http}, on a port of its own. */
abstract class GoScene {

  static final int REQUESTS = RawServer.TOGETHER;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  RecordingProxy proxy;
  private RawServer server;

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

  /** Runs the program, and returns the recording once every connection is over. */
  final Recording recording(String program, String how, String path) throws Exception {
    run(program, how, proxy.uri() + path);
    return proxy.await(it -> it.stillOpen() == 0, LIMIT);
  }

  private void run(String name, String how, String url) throws Exception {
    Path source = Program.source(name, directory);
    try (Program program = Program.start(Map.of(), "go", "run", source, how, url)) {
      program.finish();
    }
  }

  /** A FIN is recorded before it is passed on, so the client's socket may be a moment behind. */
  static TimeWaits timeWaitsOnceThereAre(int wanted, Recording recording) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    TimeWaits waits;
    do {
      waits = SocketFacts.of(recording).clientTimeWaits();
    } while (waits.connecting() < wanted && System.nanoTime() < deadline);
    return waits;
  }

  final TimeWaits timeWaitsBySs() throws Exception {
    return new TimeWaits(proxy.port(), ss("dport"), ss("sport"));
  }

  private int ss(String whose) throws Exception {
    String printed = Tools.run("ss", "-tanH", "state", "time-wait", whose + " = :" + proxy.port());
    return printed.isEmpty() ? 0 : printed.split("\n").length;
  }
}
