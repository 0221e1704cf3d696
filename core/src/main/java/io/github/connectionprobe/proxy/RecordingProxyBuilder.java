package io.github.connectionprobe.proxy;

import static java.util.Objects.requireNonNull;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Describes a proxy before it starts.
 *
 * <pre>{@code
 * RecordingProxy proxy =
 *     RecordingProxy.to(Upstream.parse("localhost:9200")).name("search").port(9201).start();
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class RecordingProxyBuilder {

  final Facing facing;
  Duration patience = Forwarding.PATIENCE;
  String name = "probe";
  InetAddress listenOn = InetAddress.getLoopbackAddress();
  int port;
  @Nullable Tls tls;
  Supplier<Optional<StackTraceElement>> callSites = Optional::empty;
  @Nullable CaptureRequest capture;

  RecordingProxyBuilder(Facing facing) {
    this.facing = facing;
  }

  /** Sets how long a client may take to tell a forwarding proxy where to. */
  RecordingProxyBuilder patience(Duration patience) {
    this.patience = patience;
    return this;
  }

  /** Sets the name used in messages; {@code probe} unless set. */
  public RecordingProxyBuilder name(String name) {
    this.name = requireNonNull(name, "name");
    return this;
  }

  /**
   * Sets the address to listen on; the loopback address unless set. Anything else opens the
   * upstream to whoever can reach this machine.
   */
  public RecordingProxyBuilder listenOn(InetAddress address) {
    this.listenOn = requireNonNull(address, "address");
    return this;
  }

  /**
   * Sets the port to listen on; any free one unless set.
   *
   * @throws IllegalArgumentException if it is not between 0 and 65535
   */
  public RecordingProxyBuilder port(int port) {
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
  public RecordingProxyBuilder tls(Tls tls) {
    this.tls = requireNonNull(tls, "tls");
    return this;
  }

  /**
   * Sets what is asked for the code that opens a connection, at the moment at which a connection is
   * accepted although an earlier one was not busy; nobody is asked unless set. It runs on the
   * thread that relays, so it must be quick, and must not fail.
   */
  public RecordingProxyBuilder callSites(Supplier<Optional<StackTraceElement>> callSites) {
    this.callSites = requireNonNull(callSites, "callSites");
    return this;
  }

  /**
   * Writes what passes to a pcapng file for Wireshark and tshark: both legs, with who ended them
   * and how. Comments that explain the packets are added by {@link RecordingProxy#close()}. Off
   * unless set, because such a file holds bodies and header values, credentials among them.
   *
   * @param file where to; replaced where it exists
   */
  public RecordingProxyBuilder capture(Path file) {
    capture = new CaptureRequest(requireNonNull(file, "file"));
    return this;
  }

  /**
   * The same, for captures that are only wanted once it is known what happened: it is held in a
   * temporary file, from which {@link RecordingProxy#writeCapture} makes copies, and which {@link
   * RecordingProxy#close()} deletes.
   */
  public RecordingProxyBuilder capture() {
    capture = new CaptureRequest(null);
    return this;
  }

  /**
   * Starts the proxy. The upstream need not be there yet.
   *
   * @throws UncheckedIOException if the port is taken, the address is not this machine's, or the
   *     capture cannot be written
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
