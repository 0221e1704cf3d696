package io.github.connectionprobe.proxy;

import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One event-loop thread with what belongs to it. The loops are shared by all proxies of the JVM and
 * never stopped: starting one costs more than everything else a proxy does to start, and an idle
 * daemon thread costs nothing.
 *
 * @param loop the event loop
 * @param turns its turns
 * @param buffers what its channels read into
 */
record RelayLoop(EventLoop loop, Turns turns, ReadBuffers buffers) {

  private static final AtomicInteger NEXT = new AtomicInteger();

  /** Returns one of the shared loops; each call the next one. */
  static RelayLoop next() {
    return Shared.LOOPS[Math.floorMod(NEXT.getAndIncrement(), Shared.LOOPS.length)];
  }

  private static RelayLoop create(int number) {
    ThreadFactory threads =
        task -> {
          Thread thread = new Thread(task, "connection-probe-" + number);
          thread.setDaemon(true);
          return thread;
        };
    Turns turns = new Turns();
    NioEventLoopGroup group =
        new NioEventLoopGroup(1, threads, SelectorProvider.provider(), () -> turns);
    return new RelayLoop(group.next(), turns, new ReadBuffers());
  }

  /**
   * The first socket that a JVM closes costs it two file descriptors more, and where there are none
   * the JDK's class for closing is broken for ever: the loop would end with it.
   */
  private static void closeASocket() {
    try {
      SocketChannel.open().close();
    } catch (IOException none) {
      // Then starting a loop fails as well, and says so.
    }
  }

  /** Loaded, and with it the loops started, at the first use. */
  private static final class Shared {
    // The code under test needs the other half of the cores; more than four were never the limit.
    static final RelayLoop[] LOOPS =
        new RelayLoop[Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2))];

    static {
      closeASocket();
      for (int i = 0; i < LOOPS.length; i++) {
        LOOPS[i] = create(i + 1);
      }
    }
  }
}
