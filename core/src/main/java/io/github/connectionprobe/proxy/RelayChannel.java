package io.github.connectionprobe.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/**
 * A connection that can hand bytes and their end to the operating system at once, without Netty's
 * queue: nearly always the peer has room, and a queue, a promise and a way through the pipeline for
 * each piece are a quarter of what the relay itself costs.
 *
 * <p>Not thread-safe: belongs to its loop's thread.
 */
final class RelayChannel extends NioSocketChannel {

  /** Creates one that is still to be connected. */
  RelayChannel() {}

  private RelayChannel(Channel listener, SocketChannel accepted) {
    super(listener, accepted);
  }

  /**
   * Hands over as many bytes as the operating system has room for, and moves the reader index
   * behind them. Only for a moment at which nothing is queued.
   *
   * @throws IOException if the peer has reset the connection
   */
  void writeNow(ByteBuf bytes) throws IOException {
    bytes.readBytes(javaChannel(), bytes.readableBytes());
  }

  /**
   * Sends a FIN. Only for a moment at which nothing is queued: Netty's own way would fail what is,
   * for which it makes an exception each time, with a stack trace that nobody reads.
   *
   * @throws IOException if the connection is gone
   */
  void shutdownOutputNow() throws IOException {
    javaChannel().shutdownOutput();
  }

  /** Accepts connections of this kind. */
  static final class Listening extends NioServerSocketChannel {

    /**
     * Listens before any loop is asked to. Only for a channel that is not registered yet.
     *
     * <p>Asked for any port, Linux looks first in the lower half of them, and one by one, if the
     * address may be reused: with 16,000 ports in TIME_WAIT that takes 1.6 ms in place of 0.02, at
     * the median. It may afterwards: what connects takes over the option, without which nobody
     * could listen on the port again while connections are in TIME_WAIT.
     *
     * @throws IOException if the port is taken or the address is not this machine's
     */
    void bindNow(InetSocketAddress wanted) throws IOException {
      ServerSocketChannel socket = javaChannel();
      boolean reuse = socket.getOption(StandardSocketOptions.SO_REUSEADDR);
      if (wanted.getPort() == 0) {
        socket.setOption(StandardSocketOptions.SO_REUSEADDR, false);
      }
      socket.bind(wanted, config().getBacklog());
      socket.setOption(StandardSocketOptions.SO_REUSEADDR, reuse);
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
      SocketChannel channel = javaChannel().accept();
      if (channel == null) {
        return 0;
      }
      try {
        accepted.add(new RelayChannel(this, channel));
        return 1;
      } catch (RuntimeException | Error failed) {
        channel.close();
        throw failed;
      }
    }
  }
}
