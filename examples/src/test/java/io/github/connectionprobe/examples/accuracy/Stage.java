package io.github.connectionprobe.examples.accuracy;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.JvmEvidence;
import io.github.connectionprobe.diagnosis.UnreadBodies;
import io.github.connectionprobe.jvm.JvmWitness;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.socket.UnreadResponses;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Where one scenario is played: a server, a probe before it, and the client. */
final class Stage implements Closeable {

  /** How long a fact may take to come in before the scenario is given up. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Scenario scenario;
  private final JvmWitness witness = new JvmWitness();
  private final RecordingProxy proxy;
  private final Deque<Closeable> closing = new ArrayDeque<>();
  private TestClient client;
  private Recording mark;

  Stage(Scenario scenario) throws IOException {
    this.scenario = scenario;
    proxy =
        RecordingProxy.to(Upstream.of("127.0.0.1", upstreamPort()))
            .name(scenario.id())
            .callSites(witness::connectionOpened)
            .start();
  }

  private int upstreamPort() throws IOException {
    if (scenario.serverKind().isPresent()) {
      return scenario.serverKind().get().get(scenario.serverSettings()).port();
    }
    if (scenario.script().isPresent()) {
      return closeLater(new ScriptedServer(scenario.script().get())).port();
    }
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  RecordingProxy proxy() {
    return proxy;
  }

  String url(String path) {
    return proxy.uri() + path;
  }

  Call call(String path) {
    return Call.get(url(path));
  }

  /** Returns the scenario's client, the same each time. */
  TestClient client() throws Exception {
    if (client == null) {
      client = newClient();
    }
    return client;
  }

  /** Returns another client, with its own pool, that is closed when all is over. */
  TestClient newClient() throws Exception {
    return closeLater(scenario.client().open(scenario.clientSettings()));
  }

  /** Sends a GET and reads the response. */
  int get(String path) throws Exception {
    return client().send(call(path));
  }

  /** Sends some GETs, one after the other. */
  void get(String path, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      get(path);
    }
  }

  /** Sends a GET that is expected to fail, or not to: some clients try again by themselves. */
  void tryGet(String path) throws Exception {
    tryToSend(call(path));
  }

  /** Sends a request that is expected to fail, or not to. */
  void tryToSend(Call call) throws Exception {
    try {
      client().send(call);
    } catch (IOException | ExecutionException | RuntimeException expected) {
      return;
    } catch (java.util.concurrent.TimeoutException expected) {
      return;
    }
  }

  /** Sends some GETs at once and waits for all responses. */
  void burst(String path, int times) throws Exception {
    List<CompletableFuture<Integer>> all = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      all.add(client().sendAsync(call(path)));
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
  }

  /** Lets time pass between two requests. */
  void pause(int millis) {
    Pause.of(Duration.ofMillis(millis));
  }

  /** Waits until the recording says so. */
  void await(Predicate<Recording> fact) {
    if (!fact.test(proxy.await(fact, PATIENCE))) {
      throw new IllegalStateException("It did not happen within " + PATIENCE);
    }
  }

  /** Waits until a number of connections was ended by the server. */
  void awaitServerEnds(int connections) {
    await(recording -> ended(recording, Side.SERVER) >= connections);
  }

  /** Waits until the server has ended every connection so far. */
  void awaitAllServerEnds() {
    await(r -> r.connections().stream().allMatch(c -> c.end(Side.SERVER).isPresent()));
  }

  /** Waits until a number of connections was ended by the client. */
  void awaitClientEnds(int connections) {
    await(recording -> ended(recording, Side.CLIENT) >= connections);
  }

  private static long ended(Recording recording, Side side) {
    return recording.connections().stream().filter(c -> c.end(side).isPresent()).count();
  }

  /** Waits until every connection is over. */
  void awaitAllClosed() {
    await(recording -> recording.connections().stream().noneMatch(RecordedConnection::open));
  }

  /** Lets the window that is diagnosed begin here. */
  void mark() {
    mark = proxy.recording();
  }

  <T extends Closeable> T closeLater(T resource) {
    closing.push(resource);
    return resource;
  }

  /** Returns what was recorded, from the mark on where there is one, and what it means. */
  Diagnosis diagnosis() {
    Recording all = proxy.recording();
    Recording window = mark == null ? all : all.since(mark);
    Diagnosis byTheWire = Diagnosis.of(window);
    // Beside others, a lossy client must be known by its traffic: their pools would be counted too.
    boolean gather = scenario.alone() || !scenario.lossy();
    if (byTheWire.explanations().isEmpty()) {
      return byTheWire;
    }
    return Diagnosis.of(
        window,
        gather ? witness.evidence(window.opened()) : JvmEvidence.none(),
        byTheWire.mayBeLeak()
            ? new UnreadBodies(UnreadResponses.find(all, proxy))
            : UnreadBodies.none());
  }

  @Override
  public void close() {
    for (Closeable resource : closing) {
      try {
        resource.close();
      } catch (IOException alreadyBroken) {
        // The scenario may have broken it on purpose.
        continue;
      }
    }
    proxy.close();
  }
}
