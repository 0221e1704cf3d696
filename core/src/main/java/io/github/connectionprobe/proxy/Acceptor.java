package io.github.connectionprobe.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes accepted connections and makes relays of them, in the order that {@link Settling} finds.
 * Not thread-safe: belongs to its loop's thread.
 */
final class Acceptor extends ChannelInboundHandlerAdapter {

  /** How long to wait for a free file descriptor when accepting fails for want of one. */
  private static final int RETRY_MILLIS = 100;

  private static final System.Logger LOG = System.getLogger("io.github.connectionprobe");

  private final RelayLoop loop;
  private final Recorder recorder;
  private final Upstreams upstreams;
  private final @Nullable TlsTerminator terminator;
  private final Settling settling;
  private final Set<Relay> live = new HashSet<>();
  private final Consumer<Relay> forget = live::remove;
  private boolean closed;
  private boolean refused;
  private int famine;
  private @Nullable String unsaid;

  /** A connection that waits for its place among the facts. */
  private record Accepted(RelayChannel channel) implements Settling.Arrival {}

  Acceptor(
      RelayLoop loop, Recorder recorder, Upstreams upstreams, @Nullable TlsTerminator terminator) {
    this.loop = loop;
    this.recorder = recorder;
    this.upstreams = upstreams;
    this.terminator = terminator;
    this.settling = new Settling(loop.turns(), arrival -> admit(((Accepted) arrival).channel()));
  }

  Settling settling() {
    return settling;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    settling.admitInOrder(new Accepted((RelayChannel) message));
  }

  private void admit(RelayChannel channel) {
    if (closed) {
      channel.close();
      return;
    }
    Relay relay = new Relay(channel, settling, loop, recorder, terminator, forget);
    live.add(relay);
    loop.loop().register(channel);
    relay.client().start();
    try {
      upstreams.connect(relay);
    } catch (RuntimeException | Error failed) {
      // Neither the next connections nor the loop, and with it all other probes, may pay for this.
      relay.failed(failed);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // Without a pause, a listener that cannot accept would be selected again and again.
    context.channel().config().setAutoRead(false);
    if (!refused) {
      refused = true;
      famine = live.size();
      unsaid =
          "The probe at %s could not accept a connection while %d were open, and tried again every %d ms: %s"
              .formatted(
                  context.channel().localAddress(), famine, RETRY_MILLIS, NoSocket.why(cause));
    }
    later(
        () -> {
          if (!closed) {
            context.channel().config().setAutoRead(true);
          }
          sayWhenThereIsRoom();
        });
  }

  /**
   * A logger opens files and loads classes, and one that cannot do so the first time may be broken
   * for ever. So nothing is said before a connection has given its file descriptors back.
   */
  private void sayWhenThereIsRoom() {
    String text = unsaid;
    if (text == null) {
      return;
    }
    if (!closed && live.size() >= famine) {
      later(this::sayWhenThereIsRoom);
      return;
    }
    unsaid = null;
    LOG.log(System.Logger.Level.WARNING, text);
  }

  private void later(Runnable task) {
    loop.loop().schedule(task, RETRY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Ends every connection that is still open. */
  void close() {
    closed = true;
    Set.copyOf(live).forEach(Relay::abandon);
    live.clear();
  }
}
