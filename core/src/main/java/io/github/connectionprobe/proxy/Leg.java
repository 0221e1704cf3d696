package io.github.connectionprobe.proxy;

import io.github.connectionprobe.recording.Side;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One side of a relayed connection: reads from its peer, and has an {@link Outlet} for what the
 * other leg read.
 *
 * <pre>
 *   reading ──FIN──► over            reading ──RST──► over (reset)
 *      │ the other side is slow          │ a write ran into a RST; what came before it is still read
 *      ▼                                 ▼
 *   paused                           draining ──all read, or 50 ms──► over (reset)
 * </pre>
 *
 * <p>Half-closure is on and closing on errors is off, because Netty's defaults turn a half-close
 * into a close and throw away readable bytes when a write fails. Reads are asked for one by one, so
 * that a slow peer slows the other one down as it would without a proxy between them.
 *
 * <p>Not thread-safe: belongs to its loop's thread.
 */
final class Leg extends ChannelInboundHandlerAdapter implements Outlet.Listener {

  /**
   * How much may wait for a peer that is not connected yet, or for a handshake, before the other
   * one is no longer read: a client that goes away meanwhile is to be noticed. For a peer that is
   * slow, nothing is read ahead of what it takes.
   */
  static final int WINDOW = 1 << 20;

  /** How long to look for bytes that a peer sent before the RST that a write ran into. */
  private static final int DRAIN_MILLIS = 50;

  private final Side side;
  private final Relay relay;
  private final Settling settling;
  private final RelayLoop loop;
  private final Outlet outlet;
  private @Nullable RelayChannel channel;
  private Tape tape = Tape.NONE;
  private boolean connected;
  private long bytesRead;
  private long reads;
  private long lastReadTurn;
  private boolean lastReadEmptiedTheKernel;
  private boolean paused;
  private boolean inputOver;
  private boolean closed;

  Leg(Side side, Relay relay, Settling settling, RelayLoop loop) {
    this.side = side;
    this.relay = relay;
    this.settling = settling;
    this.loop = loop;
    this.outlet = new Outlet(this, loop);
  }

  Side side() {
    return side;
  }

  Outlet outlet() {
    return outlet;
  }

  long bytesRead() {
    return bytesRead;
  }

  /** How often something was read. */
  long reads() {
    return reads;
  }

  /** The turn in which something was last found, or was first looked for. */
  long lastReadTurn() {
    return lastReadTurn;
  }

  /** Whether the last read got less than it asked for, so that no byte was left behind it. */
  boolean lastReadEmptiedTheKernel() {
    return lastReadEmptiedTheKernel;
  }

  boolean paused() {
    return paused;
  }

  boolean closed() {
    return closed;
  }

  boolean inputOver() {
    return inputOver || closed;
  }

  /** Whether both directions are over as far as this peer is concerned. */
  boolean finished() {
    return inputOver && outlet.shut();
  }

  /** Takes down from now on what this leg does. */
  void record(Tape onto) {
    tape = onto;
    outlet.record(onto);
  }

  Tape tape() {
    return tape;
  }

  /** Takes a channel that is not registered yet, and prepares it. */
  void use(RelayChannel channel) {
    this.channel = channel;
    channel.config().setAutoRead(false);
    channel.config().setAutoClose(false);
    channel.config().setAllowHalfClosure(true);
    channel.config().setRecvByteBufAllocator(loop.buffers());
  }

  /** The channel is connected: passes on what came in the meantime, and begins to read. */
  void start() {
    requireChannel().pipeline().addLast(this);
    connected = true;
    tape.opened(requireChannel(), requireChannel().remoteAddress());
    found();
    settling.admitted(this);
    outlet.open(requireChannel());
    letTheOtherReadOn();
    readUnlessPaused();
  }

  // ---- input ----

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (inputOver()) {
      bytes.release();
      return;
    }
    bytesRead += bytes.readableBytes();
    lastReadEmptiedTheKernel = bytes.isWritable();
    tape.received(bytes);
    relay.bytes(this, bytes);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    reads++;
    found();
    readUnlessPaused();
  }

  private void found() {
    lastReadTurn = settling.turn();
    settling.touched(this);
  }

  private void readUnlessPaused() {
    if (inputOver() || channel == null || !connected) {
      return;
    }
    Leg other = relay.other(this);
    paused = other.outlet.blocked() || relay.waitingFor(other) >= WINDOW;
    if (!paused) {
      channel.read();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE && !inputOver()) {
      found();
      if (outlet.broken()) {
        // The failed write took the error away from the read, which then looks like a FIN.
        reset();
      } else {
        inputOver = true;
        tape.receivedFin();
        relay.fin(this);
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException && !closed) {
      // Messages differ between systems and languages; any I/O error here is an abortive end.
      found();
      reset();
    } else if (!closed) {
      relay.failed(cause);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (!closed && connected && !relay.over()) {
      reset();
    }
  }

  private void reset() {
    if (!closed && !relay.over()) {
      inputOver = true;
      relay.reset(this);
    }
  }

  // ---- output ----

  @Override
  public void sent() {
    if (outlet.unsent() == 0) {
      relay.caughtUp();
    }
    letTheOtherReadOn();
  }

  /** Lets the other leg read on, where it waited for this one's peer and need no longer. */
  void letTheOtherReadOn() {
    Leg other = relay.other(this);
    if (other.paused && !outlet.blocked() && relay.waitingFor(this) < WINDOW / 2) {
      other.found();
      other.readUnlessPaused();
    }
  }

  @Override
  public void peerIsGone() {
    found();
    if (inputOver) {
      reset();
      return;
    }
    // What the peer sent before its RST may still be unread.
    loop.loop().schedule(this::reset, DRAIN_MILLIS, TimeUnit.MILLISECONDS);
    if (paused) {
      paused = false;
      requireChannel().read();
    }
  }

  @Override
  public void outputShut() {
    relay.closeWhenFinished();
  }

  @Override
  public void abortNow() {
    outlet.closeWithReset();
    close();
  }

  /** Ends the connection with a RST once everything before it is sent; reads nothing more. */
  void abortAfterSending() {
    if (!closed) {
      inputOver = true;
      outlet.abortAfterSending();
    }
  }

  void close() {
    if (closed) {
      return;
    }
    closed = true;
    tape.sentFin();
    outlet.close();
    if (channel != null) {
      channel.close();
    }
    relay.legClosed();
  }

  RelayChannel requireChannel() {
    if (channel == null) {
      throw new IllegalStateException("This leg has no channel yet");
    }
    return channel;
  }
}
