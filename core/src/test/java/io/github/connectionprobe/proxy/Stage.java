package io.github.connectionprobe.proxy;

import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Where a script is played: with a proxy between client and server, or without one. */
final class Stage implements Closeable {

  private static final Duration AT_MOST = Duration.ofSeconds(20);

  private final Backend backend;
  private final Optional<RecordingProxy> proxy;
  private final List<Closeable> opened = new ArrayList<>();
  private Optional<Peer> client = Optional.empty();
  private Optional<Peer> server = Optional.empty();

  private Stage(Backend backend, Optional<RecordingProxy> proxy) {
    this.backend = backend;
    this.proxy = proxy;
  }

  static Stage direct(Backend backend) {
    return new Stage(backend, Optional.empty());
  }

  static Stage relayed(Backend backend) {
    return new Stage(backend, Optional.of(RecordingProxy.to(backend.upstream()).start()));
  }

  /** Relayed by a proxy that writes a capture. */
  static Stage captured(Backend backend, Path file) {
    return new Stage(
        backend, Optional.of(RecordingProxy.to(backend.upstream()).capture(file).start()));
  }

  Backend backend() {
    return backend;
  }

  RecordingProxy proxy() {
    return proxy.orElseThrow();
  }

  private int port() {
    return proxy.map(RecordingProxy::port).orElse(backend.port());
  }

  Peer connect() throws IOException {
    return asClient(Peer.connect("the client", port()));
  }

  Peer connectThatShutsDownFirst() throws IOException {
    return asClient(Peer.connectThatShutsDownFirst("the client", port()));
  }

  private Peer asClient(Peer peer) {
    client = Optional.of(peer);
    opened.add(peer);
    return peer;
  }

  Peer accept() throws IOException {
    Peer peer = backend.accept();
    server = Optional.of(peer);
    opened.add(peer);
    return peer;
  }

  Child clientInAnotherProcess(int bytesToRead) throws IOException {
    Child child = Child.client(port(), bytesToRead);
    opened.add(child);
    return child;
  }

  /** The client and server that were opened last, where this process plays them. */
  Optional<Peer> client() {
    return client;
  }

  Optional<Peer> server() {
    return server;
  }

  /** What client and server observed, each in its order. */
  List<String> observed() {
    List<String> all = new ArrayList<>();
    client.ifPresent(peer -> peer.observed().forEach(fact -> all.add("client: " + fact)));
    server.ifPresent(peer -> peer.observed().forEach(fact -> all.add("server: " + fact)));
    return all;
  }

  /**
   * Looks at the last connection in the middle of a script, where there is a proxy to record it.
   */
  void whenRelayed(Consumer<RecordedConnection> check) {
    if (proxy.isPresent()) {
      check.accept(last(proxy.get().recording()));
    }
  }

  /** Waits for something to be recorded of the last connection, where there is a proxy. */
  void awaitWhenRelayed(Predicate<RecordedConnection> condition) {
    if (proxy.isPresent()) {
      recordedOnce(condition);
    }
  }

  /** Waits until the last connection is over and everything is passed on. */
  RecordedConnection recordedEnd() {
    recordedOnce(connection -> !connection.open());
    // What is recorded is passed on in the same turn of the loop; the next reading is a turn later.
    return last(proxy().recording());
  }

  private RecordedConnection recordedOnce(Predicate<RecordedConnection> condition) {
    RecordedConnection connection =
        last(proxy().await(recording -> condition.test(last(recording)), AT_MOST));
    if (!condition.test(connection)) {
      throw new AssertionError("It never came to what was waited for: " + connection);
    }
    return connection;
  }

  private static RecordedConnection last(Recording recording) {
    return recording.connections().get(recording.connections().size() - 1);
  }

  @Override
  public void close() throws IOException {
    for (Closeable one : opened) {
      one.close();
    }
    proxy.ifPresent(RecordingProxy::close);
    backend.close();
  }
}
