package io.github.connectionprobe.benchmark;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.List;
import java.util.stream.Stream;

/**
 * A number of clients that send one request after the other for some time, all of them on one
 * thread: with a thread each they would crowd out a relay that has one, and so measure the
 * scheduler.
 *
 * @param name what the table calls it
 * @param path what they ask for
 * @param clients how many of them
 * @param keepAlive whether each keeps one connection or opens one for every request
 * @param oneProcessor whether clients, relay and server share one
 */
record Load(String name, String path, int clients, boolean keepAlive, boolean oneProcessor) {

  private static final Load ONE = of("1 keep-alive connection", "/small", 1);
  private static final Load MANY = of("32 keep-alive connections", "/small", 32);
  private static final Load NEW =
      new Load("a connection per request, 16 clients", "/small", 16, false, false);
  private static final Load LARGE = of("128 KiB bodies", "/128k", 4);
  private static final Load HUGE = of("64 MiB bodies", "/64m", 2);

  static final List<Load> ALL =
      Stream.of(ONE, MANY, NEW, LARGE, HUGE)
          .flatMap(load -> Stream.of(load, load.onOneProcessor()))
          .toList();

  private static final long STALLED_MILLIS = 10_000;

  private static Load of(String name, String path, int clients) {
    return new Load(name, path, clients, true, false);
  }

  private Load onOneProcessor() {
    return new Load(name + ", one processor", path, clients, keepAlive, true);
  }

  /** Returns the peer that others are compared with: HAProxy, with a thread for each processor. */
  String reference() {
    return oneProcessor ? Peers.HAPROXY_ON_ONE_THREAD : Peers.HAPROXY;
  }

  /** Lets the clients ask a peer for some time, and adds what came of it. */
  void run(Peer peer, long millis, Turns turns) throws IOException {
    try (Selector selector = Selector.open()) {
      LoadClient[] all = new LoadClient[clients];
      CpuTime before = peer.cpuTime();
      try {
        for (int i = 0; i < clients; i++) {
          all[i] = new LoadClient(this, peer.port(), selector);
        }
        long start = System.nanoTime();
        long end = start + millis * 1_000_000;
        // At least one, however long a body takes.
        while (System.nanoTime() < end || answered(all) == 0) {
          if (selector.select(key -> ((LoadClient) key.attachment()).ready(), STALLED_MILLIS)
              == 0) {
            throw new IOException("no answer for " + STALLED_MILLIS + " ms to " + name);
          }
        }
        turns.add(answered(all), System.nanoTime() - start, peer.cpuTime().minus(before));
      } finally {
        for (LoadClient client : all) {
          if (client != null) {
            client.close();
          }
        }
      }
    }
  }

  private static double answered(LoadClient[] all) {
    double sum = 0;
    for (LoadClient client : all) {
      sum += client.answered();
    }
    return sum;
  }
}
