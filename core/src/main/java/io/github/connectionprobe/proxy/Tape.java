package io.github.connectionprobe.proxy;

import io.github.connectionprobe.capture.LegCapture;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What one leg and its outlet tell a capture; nothing where there is none. Not thread-safe: belongs
 * to its loop's thread.
 */
final class Tape {

  /** For legs of which nobody wants a capture. */
  static final Tape NONE = new Tape(null);

  private static final byte[] NOTHING = new byte[0];

  private final @Nullable LegCapture capture;

  Tape(@Nullable LegCapture capture) {
    this.capture = capture;
  }

  /** The channel was connected, and may have been ended at once. */
  void opened(SocketChannel channel, InetSocketAddress peer) {
    if (capture != null) {
      InetSocketAddress own = channel.localAddress();
      // Of a connection that is gone already Java no longer tells from which port it came.
      capture.opened(own == null ? new InetSocketAddress(peer.getAddress(), 0) : own, peer);
    }
  }

  /** That was read from the peer. */
  void received(ByteBuf bytes) {
    if (capture != null) {
      capture.received(ByteBufUtil.getBytes(bytes));
    }
  }

  /** The peer sent a FIN. */
  void receivedFin() {
    if (capture != null) {
      capture.receivedFin();
    }
  }

  /** The peer sent a RST. */
  void receivedReset() {
    if (capture != null) {
      capture.receivedReset();
    }
  }

  /** Returns what {@link #sent} is to be told of bytes that are about to be written. */
  byte[] copyOf(ByteBuf bytes) {
    return capture == null ? NOTHING : ByteBufUtil.getBytes(bytes);
  }

  /** The operating system has taken that over for sending. */
  void sent(byte[] copy) {
    if (capture != null) {
      capture.sent(copy);
    }
  }

  /** The operating system takes that over for sending, now or later. */
  void sent(byte[] copy, ChannelFuture written) {
    if (written.isSuccess()) {
      sent(copy);
    } else if (capture != null) {
      written.addListener(
          done -> {
            if (done.isSuccess()) {
              sent(copy);
            }
          });
    }
  }

  /** The FIN is on its way. */
  void sentFin() {
    if (capture != null) {
      capture.sentFin();
    }
  }

  /** The RST is on its way. */
  void sentReset() {
    if (capture != null) {
      capture.sentReset();
    }
  }
}
