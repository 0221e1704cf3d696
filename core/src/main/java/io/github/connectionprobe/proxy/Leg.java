package io.github.connectionprobe.proxy;

import io.github.connectionprobe.recording.Side;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One side of a relayed connection: reads from its peer, and writes to it what the other leg read.
 *
 * <pre>
 *   input    reading ──FIN──► ended            reading ──RST──► ended (reset)
 *               │ the other side is slow
 *               ▼
 *            paused
 *
 *   output   early ──connected──► open ──other side's FIN, all sent──► shut
 *                                   │ ──other side's RST, all sent or 100 ms──► reset
 *                                   │ write fails: the peer reset; what it sent before is still read
 *                                   ▼
 *                                 broken ──drained, or 50 ms──► reset
 * </pre>
 *
 * <p>Half-closure is on and closing on errors is off, because Netty's defaults turn a half-close
 * into a close and throw away readable bytes when a write fails. Reads are asked for one by one, so
 * that a slow peer slows the other one down as it would without a proxy between them.
 *
 * <p>Not thread-safe: belongs to its loop's thread.
 */
final class Leg extends ChannelInboundHandlerAdapter {

  /** How much may wait for a slow peer before the other one is no longer read. */
  static final int WINDOW = 1 << 20;

  /** How long to look for bytes that a peer sent before the RST that a write ran into. */
  private static final int DRAIN_MILLIS = 50;

  /** How long the last bytes may take to be handed on before the RST behind them follows. */
  private static final int SEND_BEFORE_ABORT_MILLIS = 100;

  private final Side side;
  private final Relay relay;
  private final Settling settling;
  private final RelayLoop loop;
  private @Nullable SocketChannel channel;
  private @Nullable Queue<ByteBuf> early;
  private boolean connected;
  private long unsent;
  private long bytesRead;
  private long reads;
  private long lastReadTurn;
  private boolean lastReadEmptiedTheKernel;
  private boolean paused;
  private boolean inputOver;
  private boolean finishOutput;
  private boolean outputShut;
  private boolean broken;
  private boolean abort;
  private boolean closed;

  Leg(Side side, Relay relay, Settling settling, RelayLoop loop) {
    this.side = side;
    this.relay = relay;
    this.settling = settling;
    this.loop = loop;
  }

  Side side() {
    return side;
  }

  long unsent() {
    return unsent;
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
    return inputOver && outputShut;
  }

  /** Takes a channel that is not registered yet, and prepares it. */
  void use(SocketChannel channel) {
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
    found();
    settling.admitted(this);
    if (early != null) {
      Queue<ByteBuf> waiting = early;
      early = null;
      unsent = 0;
      waiting.forEach(bytes -> write(bytes, bytes.readableBytes()));
    }
    if (abort) {
      abortOnceSent();
    } else if (finishOutput && unsent == 0) {
      shutdownOutput();
    }
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
    paused = relay.other(this).unsent() >= WINDOW;
    if (!paused) {
      channel.read();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE && !inputOver()) {
      found();
      if (broken) {
        // The failed write took the error away from the read, which then looks like a FIN.
        reset();
      } else {
        inputOver = true;
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

  /** Writes bytes to the peer, or keeps them until it is connected. Takes over the buffer. */
  void send(ByteBuf bytes) {
    int size = bytes.readableBytes();
    if (closed || broken || abort) {
      bytes.release();
    } else if (channel == null || !connected) {
      keepForLater(bytes);
      unsent += size;
    } else {
      write(unsent > 0 ? copyAndRelease(bytes) : bytes, size);
    }
  }

  private void keepForLater(ByteBuf bytes) {
    if (early == null) {
      early = new ArrayDeque<>();
    }
    early.add(copyAndRelease(bytes));
  }

  private ByteBuf copyAndRelease(ByteBuf bytes) {
    // What has to wait must not hold a large buffer of which it fills a small part.
    try {
      return loop.buffers().copyOf(bytes);
    } finally {
      bytes.release();
    }
  }

  private void write(ByteBuf bytes, int size) {
    SocketChannel target = channel;
    if (target == null) {
      bytes.release();
      return;
    }
    ChannelFuture written = target.writeAndFlush(bytes);
    if (!written.isSuccess()) {
      unsent += size;
      written.addListener(done -> written(size, done.cause()));
    }
  }

  private void written(int size, @Nullable Throwable failure) {
    unsent -= size;
    if (closed) {
      return;
    }
    if (failure != null) {
      if (abort) {
        abort();
      } else {
        peerIsGone();
      }
      return;
    }
    if (unsent == 0) {
      relay.caughtUp();
      if (abort) {
        abort();
      } else if (finishOutput) {
        shutdownOutput();
      }
    }
    letTheOtherReadOn();
  }

  private void letTheOtherReadOn() {
    Leg other = relay.other(this);
    if (other.paused && unsent < WINDOW / 2) {
      other.found();
      other.readUnlessPaused();
    }
  }

  /** A write failed: the peer has sent a RST, and perhaps bytes before it that are still unread. */
  private void peerIsGone() {
    if (broken) {
      return;
    }
    broken = true;
    found();
    if (inputOver) {
      reset();
    } else {
      loop.loop().schedule(this::reset, DRAIN_MILLIS, TimeUnit.MILLISECONDS);
      if (paused) {
        paused = false;
        requireChannel().read();
      }
    }
  }

  /** Ends this direction with a FIN once everything before it is sent. */
  void finishOutput() {
    finishOutput = true;
    if (connected && unsent == 0) {
      shutdownOutput();
    }
  }

  private void shutdownOutput() {
    if (!outputShut && !closed) {
      outputShut = true;
      requireChannel().shutdownOutput();
      relay.closeWhenFinished();
    }
  }

  /**
   * Ends the connection with a RST once everything before it is sent, or after a short while. A
   * peer that is still being connected to gets the bytes and the RST when it is: without a proxy it
   * would have seen both too.
   */
  void abortAfterSending() {
    if (closed) {
      return;
    }
    abort = true;
    inputOver = true;
    if (connected) {
      abortOnceSent();
    }
  }

  private void abortOnceSent() {
    if (unsent == 0) {
      abort();
    } else {
      loop.loop().schedule(this::abort, SEND_BEFORE_ABORT_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void abort() {
    if (!closed && channel != null && connected) {
      try {
        // With a linger time of zero the operating system sends a RST instead of a FIN.
        channel.config().setSoLinger(0);
      } catch (ChannelException alreadyGone) {
        // The peer was faster: there is nobody left to be told.
      }
    }
    close();
  }

  void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (early != null) {
      early.forEach(ReferenceCountUtil::release);
      early = null;
      unsent = 0;
    }
    if (channel != null) {
      channel.close();
    }
    relay.legClosed();
  }

  private SocketChannel requireChannel() {
    if (channel == null) {
      throw new IllegalStateException("This leg has no channel yet");
    }
    return channel;
  }
}
