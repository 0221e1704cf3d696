package io.github.connectionprobe.benchmark;

import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.netty.channel.Channel;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What relays add to a suite of 200 tests, each of which opens one, sends a request through it and
 * closes it: while the JVM is young, when hardly any of that code is compiled, and later.
 */
final class Suites {

  private static final int TESTS = 200;
  private static final int WARM_UPS = 5;

  /** What stands between a test and its server. */
  enum Between {
    NOTHING("a connection of its own and no relay") {
      @Override
      void test(int backend) throws IOException {
        ask(backend);
      }
    },
    BARE_NETTY("a relay with nothing but Netty of its own") {
      @Override
      void test(int backend) throws IOException {
        Channel listener = BareNetty.start(backend);
        ask(BareNetty.port(listener));
        listener.close().syncUninterruptibly();
      }
    },
    PROXY("a proxy of its own, and its recording read") {
      @Override
      void test(int backend) throws IOException {
        try (RecordingProxy proxy =
            RecordingProxy.to(Upstream.of("localhost", backend)).start()) {
          ask(proxy.port());
          proxy.recording();
        }
      }
    };

    private final String title;

    Between(String title) {
      this.title = title;
    }

    abstract void test(int backend) throws IOException;
  }

  private Suites() {}

  static void measure(Results results, int rounds) throws IOException, InterruptedException {
    Map<Between, List<Double>> young = new EnumMap<>(Between.class);
    Map<Between, List<Double>> warm = new EnumMap<>(Between.class);
    try (Peer backend = Peer.backend(Peers.directory())) {
      String port = Integer.toString(backend.port());
      for (int round = 0; round < rounds; round++) {
        for (Between between : Between.values()) {
          add(young, between, FreshJvm.number(Suites.class, between.name(), port));
        }
      }
      for (int round = -WARM_UPS; round < rounds; round++) {
        for (Between between : Between.values()) {
          double millis = millis(between, backend.port());
          if (round >= 0) {
            add(warm, between, millis / TESTS);
          }
        }
      }
    }
    young.forEach(
        (between, millis) ->
            results.cost(
                TESTS + " requests in a fresh JVM, " + between.title,
                FreshJvm.median(millis),
                "ms"));
    warm.forEach(
        (between, millis) ->
            results.cost(
                "a request once the JVM is warm, " + between.title,
                1_000 * FreshJvm.median(millis),
                "µs"));
  }

  private static void add(Map<Between, List<Double>> all, Between between, double millis) {
    all.computeIfAbsent(between, any -> new ArrayList<>()).add(millis);
  }

  public static void main(String... args) throws IOException {
    System.out.println(millis(Between.valueOf(args[0]), Integer.parseInt(args[1])));
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static double millis(Between between, int backend) throws IOException {
    long start = System.nanoTime();
    for (int i = 0; i < TESTS; i++) {
      between.test(backend);
    }
    return (System.nanoTime() - start) / 1e6;
  }

  private static void ask(int port) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://localhost:" + port + "/small").toURL().openConnection();
    connection.setRequestProperty("Connection", "close");
    try (InputStream body = connection.getInputStream()) {
      body.readAllBytes();
    }
  }
}
