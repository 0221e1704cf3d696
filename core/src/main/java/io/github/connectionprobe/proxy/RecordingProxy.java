package io.github.connectionprobe.proxy;

import static java.util.Objects.requireNonNull;

import io.github.connectionprobe.capture.Capture;
import io.github.connectionprobe.jfr.Flight;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.RecordingSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A transparent TCP proxy between the code under test and its real HTTP dependency, that records
 * what passes and changes none of it.
 *
 * <pre>{@code
 * try (RecordingProxy proxy = RecordingProxy.to(Upstream.parse("localhost:9200")).start()) {
 *   callTheServiceAt(proxy.uri());
 *   System.out.println(proxy.recording().opened() + " connections were opened");
 * }
 * }</pre>
 *
 * <p>FIN is passed on as FIN, a half-close as a half-close, RST as RST, each behind the bytes that
 * came before it (RFC 9293 §3.6). Where the upstream cannot be connected to, the client is reset.
 *
 * <p>Safe for use by several threads. All proxies of a JVM share a few daemon threads.
 */
public final class RecordingProxy implements RecordingSource, AutoCloseable {

  private final String name;
  private final Facing facing;
  private final @Nullable TlsTerminator terminator;
  private final Listener listener;
  private final Snapshots snapshots;
  private final @Nullable Capture capture;

  RecordingProxy(RecordingProxyBuilder builder) {
    name = builder.name;
    facing = builder.facing;
    Tls tls = builder.tls;
    terminator = tls == null ? null : TlsTerminator.create(tls, name, builder.listenOn);
    RelayLoop loop = RelayLoop.next();
    Recorder recorder = new Recorder(builder.callSites, Flight.of(name));
    Upstreams upstreams = facing.upstreams(loop, builder.patience);
    Acceptor acceptor = new Acceptor(loop, recorder, upstreams, terminator);
    capture = builder.capture == null ? null : builder.capture.begin(name, recorder);
    Listener bound = listen(loop, acceptor, builder);
    listener = bound;
    snapshots =
        new Snapshots(
            loop,
            acceptor,
            recorder,
            () -> recorder.snapshot(name, bound.hostAndPort(), upstreams.toString()));
  }

  private Listener listen(RelayLoop loop, Acceptor acceptor, RecordingProxyBuilder builder) {
    InetSocketAddress wanted = new InetSocketAddress(builder.listenOn, builder.port);
    try {
      return new Listener(name, loop, acceptor, wanted);
    } catch (UncheckedIOException taken) {
      if (capture != null) {
        capture.discard();
      }
      throw taken;
    }
  }

  /** Starts the description of a proxy to that upstream. */
  public static RecordingProxyBuilder to(Upstream upstream) {
    return new RecordingProxyBuilder(Facing.one(upstream));
  }

  /**
   * Starts the description of a proxy for clients whose URLs must not change: it speaks SOCKS5 (RFC
   * 1928, no authentication, the command CONNECT) and HTTP CONNECT (RFC 9110 §9.3.6) on one port,
   * connects clients to what they ask for, and from there on relays as ever. The request to the
   * proxy and its answer are not part of the recording.
   *
   * @param destinations what clients may ask for
   */
  public static RecordingProxyBuilder forward(Destinations destinations) {
    return new RecordingProxyBuilder(Facing.any(destinations));
  }

  /**
   * Begins to load in the background what the first proxy of a JVM needs, so that it starts as fast
   * as any later one. Returns at once; what goes wrong shows when a proxy is started.
   */
  public static void warmUp() {
    WarmUp.begin();
  }

  /** Returns the name used in messages. */
  public String name() {
    return name;
  }

  /**
   * Returns the host to connect to: {@code localhost}, unless the proxy was told to listen on an
   * address that {@code localhost} does not mean.
   */
  public String host() {
    return listener.host();
  }

  /** Returns the port to connect to. */
  public int port() {
    return listener.address().getPort();
  }

  /** Returns the address that the proxy listens on. */
  public InetSocketAddress address() {
    return listener.address();
  }

  /**
   * Returns what stands in for the upstream's URL in the code under test, with the upstream's
   * scheme and without a trailing slash, such as {@code http://localhost:41234}; with {@code https}
   * where TLS is looked into.
   *
   * @throws IllegalStateException if it is a forwarding proxy, which stands in for no server
   */
  public URI uri() {
    String scheme = upstream().scheme();
    return URI.create((terminator == null ? scheme : "https") + "://" + listener.hostAndPort());
  }

  /**
   * Returns this forwarding proxy as a SOCKS proxy, for clients such as OkHttp, {@code
   * HttpURLConnection} and {@code java.net.Socket}.
   *
   * @throws IllegalStateException if it is no forwarding proxy
   */
  public Proxy proxy() {
    return facing.socks(name, listener.reachable());
  }

  /**
   * Returns what sends requests for allowed destinations through this forwarding proxy, as an HTTP
   * proxy, and leaves all others alone. It is for clients that speak no SOCKS, such as the JDK's
   * {@code HttpClient}, and for {@code https} URLs: what such a client sends for an {@code http}
   * URL would have to be changed, and is answered with an error that says so.
   *
   * @throws IllegalStateException if it is no forwarding proxy
   */
  public ProxySelector proxySelector() {
    return facing.selector(name, listener.reachable());
  }

  /**
   * Returns what lets a client trust the certificates that this proxy shows, and no others.
   *
   * @throws IllegalStateException where the proxy passes TLS through
   */
  public X509TrustManager trustManager() {
    return terminator().trustManager();
  }

  /**
   * Returns a context for clients, with {@link #trustManager()}; the same at each call, because
   * sessions can only be resumed within one.
   *
   * @throws IllegalStateException where the proxy passes TLS through
   */
  public SSLContext sslContext() {
    return terminator().sslContext();
  }

  private TlsTerminator terminator() {
    if (terminator == null) {
      throw new IllegalStateException(TlsFailures.passedThrough(name));
    }
    return terminator;
  }

  /**
   * Returns where the proxy relays to.
   *
   * @throws IllegalStateException if it is a forwarding proxy, which relays to what clients ask for
   */
  public Upstream upstream() {
    return facing.upstream(name);
  }

  /**
   * {@inheritDoc}
   *
   * <p>After {@link #close()} it returns what was recorded until then.
   */
  @Override
  public Recording recording() {
    return snapshots.newest();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Returns early, with the newest recording, where the waiting thread is interrupted; its
   * interrupt status is then set.
   */
  @Override
  public Recording await(Predicate<? super Recording> condition, Duration atMost) {
    return snapshots.await(condition, atMost);
  }

  /**
   * Writes a capture of what passed so far, with comments, as a pcapng file for Wireshark. It holds
   * bodies and header values, credentials among them.
   *
   * @param file where to; replaced where it exists
   * @throws IOException if it cannot be written, or the proxy is closed
   * @throws IllegalStateException if the proxy was started without {@link
   *     RecordingProxyBuilder#capture()}
   */
  public void writeCapture(Path file) throws IOException {
    if (capture == null) {
      throw new IllegalStateException(
          "The probe \""
              + name
              + "\" does not capture. Start it with RecordingProxyBuilder.capture().");
    }
    capture.writeTo(requireNonNull(file, "file"), recording());
  }

  /**
   * Returns why the capture is not complete, such as {@code capture truncated at 256 MiB}; nothing
   * where it is, or where none was asked for. What goes wrong with a capture never disturbs what is
   * relayed.
   */
  public Optional<String> captureProblem() {
    return capture == null ? Optional.empty() : capture.problem();
  }

  /**
   * Stops listening and closes every connection. When this returns, the port can be listened on
   * again. The recording up to this moment can still be read.
   */
  @Override
  public void close() {
    snapshots.end(listener);
    if (capture != null) {
      capture.close(recording());
    }
  }
}
