package io.github.connectionprobe.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The output of one leg: what is sent to its peer, and how it ends.
 *
 * <pre>
 *   early ──connected──► open ──other side's FIN, all sent──► shut
 *                          │ ──other side's RST, all sent or 100 ms──► reset
 *                          │ write fails: the peer reset
 *                          ▼
 *                        broken
 * </pre>
 *
 * <p>Nothing is ended before everything in front of it is sent: neither shutting the output nor
 * closing the channel waits for that by itself. Not thread-safe: belongs to its loop's thread.
 */
final class Outlet {

  /** How long the last bytes may take to be handed on before the RST behind them follows. */
  private static final int SEND_BEFORE_ABORT_MILLIS = 100;

  /** What the outlet tells its leg. */
  interface Listener {
    /** Some bytes were handed to the operating system. */
    void sent();

    /** A write failed: the peer has sent a RST. Said once. */
    void peerIsGone();

    /** The FIN is on its way. */
    void outputShut();

    /** A RST is to be sent by closing the channel now. */
    void abortNow();
  }

  private final Listener listener;
  private final RelayLoop loop;
  private @Nullable RelayChannel channel;
  private Tape tape = Tape.NONE;
  private @Nullable Queue<ByteBuf> early;
  private long unsent;
  private boolean finish;
  private boolean shut;
  private boolean broken;
  private boolean abort;
  private boolean closed;

  Outlet(Listener listener, RelayLoop loop) {
    this.listener = listener;
    this.loop = loop;
  }

  /** Takes down from now on what is sent. */
  void record(Tape onto) {
    tape = onto;
  }

  /** Returns how many bytes were taken and are not yet handed to the operating system. */
  long unsent() {
    return unsent;
  }

  /** Returns whether the peer, which is connected, has still to take some of them. */
  boolean blocked() {
    return channel != null && unsent > 0;
  }

  boolean shut() {
    return shut;
  }

  boolean broken() {
    return broken;
  }

  /** The channel is connected: sends what came early, and ends what was to be ended. */
  void open(RelayChannel connected) {
    channel = connected;
    if (early != null) {
      Queue<ByteBuf> waiting = early;
      early = null;
      unsent = 0;
      waiting.forEach(bytes -> write(connected, bytes));
    }
    if (abort) {
      abortOnceSent();
    } else if (finish && unsent == 0) {
      shutdown(connected);
    }
  }

  /** Writes bytes to the peer, or keeps them until it is connected. Takes over the buffer. */
  void send(ByteBuf bytes) {
    int size = bytes.readableBytes();
    if (closed || broken || abort) {
      bytes.release();
    } else if (channel == null) {
      keepForLater(bytes);
      unsent += size;
    } else {
      boolean wasteful = unsent > 0 && size < bytes.capacity() / 2;
      write(channel, wasteful ? copyAndRelease(bytes) : bytes);
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

  private void write(RelayChannel target, ByteBuf bytes) {
    byte[] copy = tape.copyOf(bytes);
    if (unsent == 0 && writtenNow(target, bytes)) {
      tape.sent(copy);
    } else {
      queue(target, bytes, copy);
    }
  }

  /** Returns whether the operating system took all of them; if so, the buffer is released. */
  private static boolean writtenNow(RelayChannel target, ByteBuf bytes) {
    try {
      target.writeNow(bytes);
    } catch (IOException gone) {
      // Who queues them is told the same.
      return false;
    }
    if (bytes.isReadable()) {
      return false;
    }
    bytes.release();
    return true;
  }

  private void queue(RelayChannel target, ByteBuf bytes, byte[] copy) {
    int size = bytes.readableBytes();
    ChannelFuture written = target.writeAndFlush(bytes);
    // Before what follows from it, such as the FIN behind it.
    tape.sent(copy, written);
    if (!written.isSuccess()) {
      unsent += size;
      written.addListener(done -> written(target, size, done.cause()));
    }
  }

  private void written(RelayChannel target, int size, @Nullable Throwable failure) {
    unsent -= size;
    if (closed) {
      return;
    }
    if (failure != null) {
      fail();
      return;
    }
    listener.sent();
    if (unsent == 0 && abort) {
      listener.abortNow();
    } else if (unsent == 0 && finish) {
      shutdown(target);
    }
  }

  private void fail() {
    if (abort) {
      listener.abortNow();
    } else if (!broken) {
      broken = true;
      listener.peerIsGone();
    }
  }

  /** Ends this direction with a FIN once everything before it is sent. */
  void finish() {
    finish = true;
    if (channel != null && unsent == 0) {
      shutdown(channel);
    }
  }

  private void shutdown(RelayChannel target) {
    if (!shut && !closed) {
      shut = true;
      tape.sentFin();
      try {
        target.shutdownOutputNow();
      } catch (IOException alreadyGone) {
        // The peer was faster with a RST, which is still to be read.
      }
      listener.outputShut();
    }
  }

  /**
   * Ends the connection with a RST once everything before it is sent, or after a short while. A
   * peer that is still being connected to gets the bytes and the RST when it is: without a proxy it
   * would have seen both too.
   */
  void abortAfterSending() {
    abort = true;
    if (channel != null) {
      abortOnceSent();
    }
  }

  private void abortOnceSent() {
    if (unsent == 0) {
      listener.abortNow();
    } else {
      loop.loop().schedule(listener::abortNow, SEND_BEFORE_ABORT_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Makes the close that follows send a RST instead of a FIN. */
  void closeWithReset() {
    if (!closed && channel != null) {
      tape.sentReset();
      try {
        // That is what a linger time of zero means to the operating system.
        channel.config().setSoLinger(0);
      } catch (ChannelException alreadyGone) {
        // The peer was faster: there is nobody left to be told.
      }
    }
  }

  /** Forgets what is not sent. The channel itself is closed by the leg. */
  void close() {
    closed = true;
    if (early != null) {
      early.forEach(ReferenceCountUtil::release);
      early = null;
      unsent = 0;
    }
  }
}
