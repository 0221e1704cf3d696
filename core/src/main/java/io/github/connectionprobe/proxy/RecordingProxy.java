package io.github.connectionprobe.proxy;

import static java.util.Objects.requireNonNull;

import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.RecordingSource;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
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

  private RecordingProxy(Builder builder) {
    name = builder.name;
    facing = builder.facing;
    Tls tls = builder.tls;
    terminator = tls == null ? null : TlsTerminator.create(tls, name, builder.listenOn);
    RelayLoop loop = RelayLoop.next();
    Recorder recorder = new Recorder(builder.callSites);
    Upstreams upstreams = facing.upstreams(loop, builder.patience);
    Acceptor acceptor = new Acceptor(loop, recorder, upstreams, terminator);
    Listener bound =
        new Listener(name, loop, acceptor, new InetSocketAddress(builder.listenOn, builder.port));
    listener = bound;
    snapshots =
        new Snapshots(
            loop,
            acceptor,
            recorder,
            () -> recorder.snapshot(name, bound.hostAndPort(), upstreams.toString()));
  }

  /** Starts the description of a proxy to that upstream. */
  public static Builder to(Upstream upstream) {
    return new Builder(Facing.one(upstream));
  }

  /**
   * Starts the description of a proxy for clients whose URLs must not change: it speaks SOCKS5 (RFC
   * 1928, no authentication, the command CONNECT) and HTTP CONNECT (RFC 9110 §9.3.6) on one port,
   * connects clients to what they ask for, and from there on relays as ever. The request to the
   * proxy and its answer are not part of the recording.
   *
   * @param destinations what clients may ask for
   */
  public static Builder forward(Destinations destinations) {
    return new Builder(Facing.any(destinations));
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
   * Stops listening and closes every connection. When this returns, the port can be listened on
   * again. The recording up to this moment can still be read.
   */
  @Override
  public void close() {
    snapshots.end(listener);
  }

  /** Describes a proxy before it starts. Not thread-safe. */
  public static final class Builder {

    private final Facing facing;
    private Duration patience = Forwarding.PATIENCE;
    private String name = "probe";
    private InetAddress listenOn = InetAddress.getLoopbackAddress();
    private int port;
    private @Nullable Tls tls;
    private Supplier<Optional<StackTraceElement>> callSites = Optional::empty;

    private Builder(Facing facing) {
      this.facing = facing;
    }

    /** Sets how long a client may take to tell a forwarding proxy where to. */
    Builder patience(Duration patience) {
      this.patience = patience;
      return this;
    }

    /** Sets the name used in messages; {@code probe} unless set. */
    public Builder name(String name) {
      this.name = requireNonNull(name, "name");
      return this;
    }

    /**
     * Sets the address to listen on; the loopback address unless set. Anything else opens the
     * upstream to whoever can reach this machine.
     */
    public Builder listenOn(InetAddress address) {
      this.listenOn = requireNonNull(address, "address");
      return this;
    }

    /**
     * Sets the port to listen on; any free one unless set.
     *
     * @throws IllegalArgumentException if it is not between 0 and 65535
     */
    public Builder port(int port) {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException(
            "The port to listen on is "
                + port
                + ", but a port is between 1 and 65535, or 0 for any.");
      }
      this.port = port;
      return this;
    }

    /** Sets how TLS is looked into; it is passed through unless set. */
    public Builder tls(Tls tls) {
      this.tls = requireNonNull(tls, "tls");
      return this;
    }

    /**
     * Sets what is asked for the code that opens a connection, at the moment at which a connection
     * is accepted although an earlier one was not busy; nobody is asked unless set. It runs on the
     * thread that relays, so it must be quick, and must not fail.
     */
    public Builder callSites(Supplier<Optional<StackTraceElement>> callSites) {
      this.callSites = requireNonNull(callSites, "callSites");
      return this;
    }

    /**
     * Starts the proxy. The upstream need not be there yet.
     *
     * @throws UncheckedIOException if the port is taken or the address is not this machine's
     * @throws IllegalStateException if the class path mixes versions of Netty, or if TLS is to be
     *     looked into and Bouncy Castle is missing
     */
    public RecordingProxy start() {
      try {
        return new RecordingProxy(this);
      } catch (LinkageError misfit) {
        throw NettyVersions.explain(misfit);
      }
    }
  }
}
