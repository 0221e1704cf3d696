package io.github.connectionprobe.benchmark;

import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.netty.channel.Channel;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What relays add to a suite of 200 tests while its JVM is young: each of them opens one, sends a
 * request through it and closes it. Hardly any of that code is compiled by then.
 */
final class YoungSuite {

  private static final int TESTS = 200;

  /** What stands between a test and its server. */
  enum Between {
    NOTHING("nothing between") {
      @Override
      void test(int backend) throws IOException {
        ask(backend);
      }
    },
    BARE_NETTY("a relay with nothing but Netty for each") {
      @Override
      void test(int backend) throws IOException {
        Channel listener = BareNetty.start(backend);
        ask(BareNetty.port(listener));
        listener.close().syncUninterruptibly();
      }
    },
    PROXY("a proxy for each, and its recording read") {
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

  private YoungSuite() {}

  static void measure(Results results, int rounds) throws Exception {
    Map<Between, List<Double>> all = new EnumMap<>(Between.class);
    Path directory = Peers.directory();
    try (Peer backend = Peer.backend(directory)) {
      for (int round = 0; round < rounds; round++) {
        for (Between between : Between.values()) {
          all.computeIfAbsent(between, any -> new ArrayList<>())
              .add(
                  FreshJvm.number(
                      YoungSuite.class, between.name(), Integer.toString(backend.port())));
        }
      }
    }
    all.forEach(
        (between, millis) ->
            results.cost(
                TESTS + " requests in a fresh JVM, " + between.title,
                FreshJvm.median(millis),
                "ms"));
  }

  public static void main(String... args) throws IOException {
    Between between = Between.valueOf(args[0]);
    int backend = Integer.parseInt(args[1]);
    long start = System.nanoTime();
    for (int i = 0; i < TESTS; i++) {
      between.test(backend);
    }
    System.out.println((System.nanoTime() - start) / 1e6);
    System.out.flush();
    Runtime.getRuntime().halt(0);
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
