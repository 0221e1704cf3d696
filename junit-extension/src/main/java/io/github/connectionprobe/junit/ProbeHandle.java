package io.github.connectionprobe.junit;

import static java.util.Objects.requireNonNull;

import io.github.connectionprobe.assertj.RecordingAssert;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.recording.Recording;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

/** A running probe, and the windows of the tests that use it at the moment. */
final class ProbeHandle implements Probe {

  private final Settings settings;
  private final RecordingProxy proxy;
  private final Insight insight;
  private final TestWindow whole;

  /** The windows that are open, oldest first. Guarded by itself. */
  private final List<TestWindow> windows = new ArrayList<>(1);

  private LostReuse missed = LostReuse.IGNORE;

  ProbeHandle(Settings settings, RecordingProxy proxy, Insight insight) {
    this.settings = settings;
    this.proxy = proxy;
    this.insight = insight;
    this.whole = new TestWindow(proxy, insight, null, "");
  }

  Settings settings() {
    return settings;
  }

  /** Opens the window of a test that has the probe to itself from its start on. */
  TestWindow enterFresh(String test) {
    return enter(new TestWindow(proxy, insight, null, test));
  }

  /** Opens the window of a test that uses a probe that was there before. */
  TestWindow enter(String test) {
    return enter(new TestWindow(proxy, insight, proxy.recording(), test));
  }

  private TestWindow enter(TestWindow window) {
    synchronized (windows) {
      windows.forEach(window::overlaps);
      windows.add(window);
    }
    return window;
  }

  void leave(TestWindow window) {
    synchronized (windows) {
      windows.remove(window);
    }
  }

  /**
   * The window of the test that asks. Where several are open it is told by its thread; a thread
   * that belongs to none of them gets the one that shows most.
   */
  private TestWindow current() {
    synchronized (windows) {
      for (int i = windows.size() - 1; i >= 0; i--) {
        if (windows.get(i).ofThisThread()) {
          return windows.get(i);
        }
      }
      return windows.isEmpty() ? whole : windows.get(0);
    }
  }

  /** Notes that a test which had the probe at hand passed without using it. */
  synchronized void miss(LostReuse policy) {
    missed = policy.compareTo(missed) < 0 ? policy : missed;
  }

  /** Returns the severest policy of the tests that did not use the probe. */
  synchronized LostReuse missed() {
    return missed;
  }

  /** Returns what was recorded from the start on, whichever test it belongs to. */
  Recording wholeRecording() {
    return proxy.recording();
  }

  /**
   * Writes a capture of what passed so far.
   *
   * @return what it lacks; empty where it is complete
   */
  String writeCapture(Path file) throws IOException {
    Files.createDirectories(requireNonNull(file.toAbsolutePath().getParent(), "a file is in one"));
    proxy.writeCapture(file);
    return proxy.captureProblem().orElse("");
  }

  void close() {
    proxy.close();
  }

  @Override
  public String name() {
    return proxy.name();
  }

  @Override
  public String host() {
    return proxy.host();
  }

  @Override
  public int port() {
    return proxy.port();
  }

  @Override
  public InetSocketAddress address() {
    return proxy.address();
  }

  @Override
  public URI uri() {
    return proxy.uri();
  }

  @Override
  public X509TrustManager trustManager() {
    return proxy.trustManager();
  }

  @Override
  public SSLContext sslContext() {
    return proxy.sslContext();
  }

  @Override
  public Proxy proxy() {
    return proxy.proxy();
  }

  @Override
  public ProxySelector proxySelector() {
    return proxy.proxySelector();
  }

  /** Says how a client gets to the probe. */
  String wayIn() {
    return settings.upstream().forwards()
        ? "Give the probe to the client as its proxy: probe.proxy(), or probe.proxySelector() for"
            + " clients\nthat send CONNECT."
        : "Give the client the probe's address, "
            + uri()
            + ", instead of the server's own: probe.uri().";
  }

  @Override
  public Recording recording() {
    return current().recording();
  }

  @Override
  public Diagnosis diagnosis() {
    TestWindow window = current();
    return window.diagnose(window.recording());
  }

  @Override
  public Recording await(Predicate<? super Recording> condition, Duration atMost) {
    return current().await(condition, atMost);
  }

  @Override
  public RecordingAssert assertThat() {
    return new ProbeAssert(current());
  }

  /** Returns name and address, as they stand in a debugger or a parameterized test's name. */
  @Override
  public String toString() {
    return "probe \""
        + name()
        + "\" at "
        + (settings.upstream().forwards() ? host() + ":" + port() : uri());
  }
}
