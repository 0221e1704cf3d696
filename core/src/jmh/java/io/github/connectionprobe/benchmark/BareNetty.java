package io.github.connectionprobe.benchmark;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A relay with Netty as its guide shows it, and nothing else: what Netty takes by itself. */
final class BareNetty {

  private static final EventLoopGroup LOOP =
      new NioEventLoopGroup(1, new DefaultThreadFactory("bare-netty", true));

  private final InetSocketAddress backend;

  private BareNetty(int backend) {
    this.backend = new InetSocketAddress(InetAddress.getLoopbackAddress(), backend);
  }

  public static void main(String... args) throws IOException {
    System.out.println(port(start(Integer.parseInt(args[0]))));
    ProbeProcess.awaitEndOfInput();
  }

  /** Starts one, and returns what it listens with. */
  static Channel start(int backend) {
    BareNetty relay = new BareNetty(backend);
    return new ServerBootstrap()
        .group(LOOP)
        .channel(NioServerSocketChannel.class)
        .childOption(ChannelOption.AUTO_READ, false)
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel client) {
                relay.connect(client);
              }
            })
        .bind(InetAddress.getLoopbackAddress(), 0)
        .syncUninterruptibly()
        .channel();
  }

  static int port(Channel listener) {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  private void connect(Channel client) {
    new Bootstrap()
        .group(LOOP)
        .channel(NioSocketChannel.class)
        .handler(new PassOn(client))
        .connect(backend)
        .addListener(
            done -> {
              if (!done.isSuccess()) {
                client.close();
              }
            });
  }

  /** Writes to another channel what is read from this one, and closes it together with this one. */
  private static final class PassOn extends ChannelInboundHandlerAdapter {
    private final Channel other;

    PassOn(Channel other) {
      this.other = other;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      if (!other.config().isAutoRead()) {
        other.pipeline().addLast(new PassOn(context.channel()));
        other.config().setAutoRead(true);
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      other.writeAndFlush(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      other.close();
    }
  }
}
