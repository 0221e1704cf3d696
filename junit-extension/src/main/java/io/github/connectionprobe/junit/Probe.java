package io.github.connectionprobe.junit;

import io.github.connectionprobe.assertj.RecordingAssert;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.RecordingSource;
import io.github.connectionprobe.socket.SocketFacts;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.assertj.core.api.AssertProvider;

/**
 * What a test sees of a probe: the address to give to the code under test, and what happened there.
 *
 * <pre>{@code
 * OrderClient client = new OrderClient(probe.uri());
 * client.order(1);
 * client.order(2);
 * probe.assertConnectionsOpened(1);
 * assertThat(probe).hasServedExchanges(2).hasNoResets(); // AssertJ's own assertThat
 * }</pre>
 *
 * <p>A probe that outlives the test, such as one in a static field, shows during a test what
 * happened since that test began. Safe for use by several threads.
 */
public sealed interface Probe extends RecordingSource, AssertProvider<RecordingAssert>
    permits ProbeHandle, ConnectionProbeExtension {

  /** Returns the name that messages print. */
  String name();

  /** Returns the host to connect to instead of the server's. */
  String host();

  /** Returns the port to connect to instead of the server's. */
  int port();

  /** Returns host and port as a socket address. */
  InetSocketAddress address();

  /**
   * Returns what stands in for the server's URL, without a trailing slash.
   *
   * @throws IllegalStateException if it is a forwarding probe, which stands in for no server
   */
  URI uri();

  /**
   * Returns the URL of a resource.
   *
   * @param path the path, with or without a slash in front, and if need be a query
   */
  default URI uri(String path) {
    return URI.create(uri() + (path.startsWith("/") ? "" : "/") + path);
  }

  /**
   * Returns a forwarding probe as a SOCKS proxy, for clients such as OkHttp and {@code
   * HttpURLConnection}, whose URLs then stay as they are.
   *
   * @throws IllegalStateException if the probe stands in front of one server
   */
  Proxy proxy();

  /**
   * Returns what sends {@code https} requests for allowed destinations through a forwarding probe,
   * for clients that speak no SOCKS, such as the JDK's {@code HttpClient}; all others go where they
   * would without it.
   *
   * @throws IllegalStateException if the probe stands in front of one server
   */
  ProxySelector proxySelector();

  /**
   * Returns what lets a client trust a probe that looks into TLS, and nobody else.
   *
   * @throws IllegalStateException where the probe passes TLS through
   */
  X509TrustManager trustManager();

  /**
   * Returns a context for clients of a probe that looks into TLS, with {@link #trustManager()}; the
   * same at each call.
   *
   * @throws IllegalStateException where the probe passes TLS through
   */
  SSLContext sslContext();

  /** Returns what happened, and why connections were opened that need not have been. */
  Diagnosis diagnosis();

  /** Returns what happened up to now, during this test. */
  @Override
  Recording recording();

  /**
   * Returns what the operating system knows of the connections' sockets at this moment. It takes
   * milliseconds, and says {@linkplain SocketFacts#unavailable() why} where nothing can be seen.
   */
  default SocketFacts sockets() {
    return SocketFacts.of(recording());
  }

  /** Begins assertions on what happened up to now. */
  @Override
  RecordingAssert assertThat();

  /**
   * Asserts how many connections were opened.
   *
   * @throws AssertionError if it was another number
   */
  default void assertConnectionsOpened(int expected) {
    assertThat().hasOpenedConnections(expected);
  }

  /**
   * Asserts that no more connections were opened than this.
   *
   * @throws AssertionError if it was more
   */
  default void assertConnectionsOpenedAtMost(int expected) {
    assertThat().hasOpenedAtMost(expected);
  }

  /**
   * Asserts that no fewer connections were opened than this.
   *
   * @throws AssertionError if it was fewer
   */
  default void assertConnectionsOpenedAtLeast(int expected) {
    assertThat().hasOpenedAtLeast(expected);
  }

  /**
   * Asserts how many exchanges the connections carried.
   *
   * @throws AssertionError if it was another number
   */
  default void assertExchanges(long expected) {
    assertThat().hasServedExchanges(expected);
  }

  /**
   * Asserts that at least one connection was used again.
   *
   * @throws AssertionError if none was
   */
  default void assertConnectionsReused() {
    assertThat().hasReusedConnections();
  }

  /**
   * Asserts that no connection was opened that an open one could have saved.
   *
   * @throws AssertionError if one was; the message says why
   */
  default void assertNoAvoidableConnections() {
    assertThat().hasNoAvoidableConnections();
  }

  /**
   * Asserts that neither peer sent a RST.
   *
   * @throws AssertionError if one did
   */
  default void assertNoResets() {
    assertThat().hasNoResets();
  }
}
