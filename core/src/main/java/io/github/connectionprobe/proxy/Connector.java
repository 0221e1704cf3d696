package io.github.connectionprobe.proxy;

import io.github.connectionprobe.recording.UpstreamFailure;
import io.netty.channel.ChannelException;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connects the server legs of one proxy to its upstream.
 *
 * <p>Names are looked up, and suppliers asked, on another thread, because both may block; what they
 * gave is kept. Not thread-safe otherwise: belongs to its loop's thread.
 */
final class Connector implements Upstreams {

  private static final ExecutorService LOOK_UPS = lookUps();

  private final Upstream upstream;
  private final RelayLoop loop;
  private @Nullable List<InetSocketAddress> addresses;

  Connector(Upstream upstream, RelayLoop loop) {
    this.upstream = upstream;
    this.loop = loop;
    this.addresses = upstream.known().orElse(null);
  }

  private static ExecutorService lookUps() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            2,
            2,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "connection-probe-lookup");
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** Runs what may block on a thread of its own. */
  static void lookUp(Runnable task) {
    LOOK_UPS.execute(task);
  }

  @Override
  public void connect(Relay relay) {
    List<InetSocketAddress> known = addresses;
    if (known != null) {
      connect(relay, known, 0);
      return;
    }
    LOOK_UPS.execute(
        () -> {
          try {
            List<InetSocketAddress> found = upstream.resolve();
            loop.loop()
                .execute(
                    () -> {
                      addresses = found;
                      connect(relay, found, 0);
                    });
          } catch (IOException failed) {
            String detail = String.valueOf(failed.getMessage());
            loop.loop()
                .execute(() -> relay.upstreamFailed(UpstreamFailure.Kind.UNRESOLVED, detail));
          }
        });
  }

  private void connect(Relay relay, List<InetSocketAddress> all, int index) {
    if (relay.server().closed()) {
      return;
    }
    InetSocketAddress address = all.get(index);
    RelayChannel channel;
    try {
      channel = new RelayChannel();
    } catch (ChannelException none) {
      relay.upstreamFailed(UpstreamFailure.Kind.UNREACHABLE, address + ": " + NoSocket.why(none));
      return;
    }
    relay.server().use(channel);
    loop.loop().register(channel);
    channel
        .connect(address)
        .addListener(
            done -> {
              if (relay.server().closed()) {
                channel.close();
              } else if (done.isSuccess()) {
                relay.connected(address);
              } else if (resetAtOnce(address, done.cause())) {
                relay.connectedAndReset(address);
              } else {
                channel.close();
                if (index + 1 < all.size()) {
                  // A name such as localhost has several addresses, and a server may use just one.
                  connect(relay, all, index + 1);
                } else {
                  relay.upstreamFailed(kindOf(done.cause()), address + ": " + reason(done.cause()));
                }
              }
            });
  }

  /**
   * Whether the upstream did accept, and reset before the loop came to look. A RST that answers the
   * attempt itself is a ConnectException; a plain SocketException is either an end of what had been
   * established or some trouble with the network, which a loopback address never has.
   */
  private static boolean resetAtOnce(InetSocketAddress address, @Nullable Throwable cause) {
    return cause instanceof SocketException
        && !(cause instanceof ConnectException)
        && !(cause instanceof NoRouteToHostException)
        // What was wrong before anything was sent, Netty hands on as the cause of its own
        // exception.
        && !(original(cause) instanceof BindException)
        && address.getAddress().isLoopbackAddress();
  }

  @Override
  public String toString() {
    return upstream.toString();
  }

  private static UpstreamFailure.Kind kindOf(@Nullable Throwable cause) {
    if (cause instanceof ConnectTimeoutException) {
      return UpstreamFailure.Kind.TIMED_OUT;
    }
    return cause instanceof ConnectException
        ? UpstreamFailure.Kind.REFUSED
        : UpstreamFailure.Kind.UNREACHABLE;
  }

  private static String reason(@Nullable Throwable cause) {
    return cause == null ? "unknown" : NoSocket.withAdvice(original(cause));
  }

  /** Netty's message repeats the address; the operating system's words are in its cause. */
  private static Throwable original(Throwable cause) {
    return cause.getCause() == null ? cause : cause.getCause();
  }
}
