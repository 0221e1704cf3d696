package io.github.connectionprobe.benchmark;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.List;

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

  static final List<Load> ALL =
      List.of(
          new Load("1 keep-alive connection", "/small", 1, true, false),
          new Load("1 keep-alive connection, one processor", "/small", 1, true, true),
          new Load("32 keep-alive connections", "/small", 32, true, false),
          new Load("32 keep-alive connections, one processor", "/small", 32, true, true),
          new Load("a connection per request, 16 clients", "/small", 16, false, false),
          new Load("a connection per request, 16 clients, one processor", "/small", 16, false, true),
          new Load("128 KiB bodies", "/128k", 4, true, false),
          new Load("64 MiB bodies", "/64m", 2, true, false));

  private static final long STALLED_MILLIS = 10_000;

  /** Returns the peer that others are compared with: HAProxy, with a thread for each processor. */
  String reference() {
    return oneProcessor ? Peers.HAPROXY_ON_ONE_THREAD : Peers.HAPROXY;
  }

  /** Returns how many requests a second were answered. */
  double run(int port, long millis) throws IOException {
    try (Selector selector = Selector.open()) {
      LoadClient[] all = new LoadClient[clients];
      try {
        for (int i = 0; i < clients; i++) {
          all[i] = new LoadClient(this, port, selector);
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
        return answered(all) * 1e9 / (System.nanoTime() - start);
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
