package io.github.connectionprobe.junit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Measures how much longer tests take with a probe than without one, and with what of it: all make
 * one request to the same server, with all defaults, the report of the build included, and have
 * their turns in every round. Prints medians.
 *
 * <p>Arguments: those of the benchmarks of {@code core}, of which only the last counts: the
 * directory in which those have written {@code performance.md} and {@code performance.json}.
 */
final class ProbedTestCost {

  static final int TESTS = 200;

  private static final int WARM_UPS = 4;
  private static final int ROUNDS = 7;
  private static final int MOST_TIME_WAITS = 500;
  private static final String BEGIN = "<!-- measured tests -->";
  private static final String END = "<!-- /measured tests -->";

  /** What is measured, in the order of the table. The first is what the others are compared to. */
  private static final Map<Class<?>, String> FIXTURES = fixtures();

  /**
   * The medians of one kind of test.
   *
   * @param title what it does
   * @param warm how many milliseconds a test takes once the JVM is warm
   * @param young how many a suite of them takes in a fresh JVM, with its start
   */
  private record Cost(String title, double warm, double young) {}

  static URI server = URI.create("http://localhost");

  private ProbedTestCost() {}

  /** Those of tests about something else switch off what lies about afterwards. */
  static Map<String, String> parameters(String server) throws IOException {
    return Map.of(
        "server",
        server,
        ReportSettings.ARTIFACTS,
        "on_failure",
        ReportSettings.SUMMARY,
        "true",
        ReportSettings.DIRECTORY,
        Files.createTempDirectory("probed-tests").toString());
  }

  private static Map<Class<?>, String> fixtures() {
    Map<Class<?>, String> fixtures = new LinkedHashMap<>();
    fixtures.put(Plain.class, "over a connection that all share");
    fixtures.put(OwnConnection.class, "over a connection of its own");
    fixtures.put(OwnProxy.class, "through a proxy of its own, which it starts, reads and closes");
    fixtures.put(Probed.class, "with a probe");
    return fixtures;
  }

  public static void main(String... arguments) throws IOException, InterruptedException {
    Map<Class<?>, List<Double>> warm = new HashMap<>();
    Map<Class<?>, List<Double>> young = new HashMap<>();
    try (RealServer real = new RealServer()) {
      server = URI.create("http://" + real.address() + "/a");
      Map<String, String> parameters = parameters(real.address());
      awaitFreePorts();
      for (int round = -WARM_UPS; round < ROUNDS; round++) {
        for (Class<?> fixture : FIXTURES.keySet()) {
          double millis = millisecondsOfATest(parameters, fixture);
          if (round >= 0) {
            warm.computeIfAbsent(fixture, any -> new ArrayList<>()).add(millis);
          }
        }
      }
      awaitFreePorts();
      for (int round = 0; round < ROUNDS; round++) {
        for (Class<?> fixture : FIXTURES.keySet()) {
          young
              .computeIfAbsent(fixture, any -> new ArrayList<>())
              .add(YoungSuite.millis(fixture, real.address()));
        }
      }
    }
    List<Cost> costs = new ArrayList<>();
    FIXTURES.forEach(
        (fixture, title) ->
            costs.add(new Cost(title, median(warm.get(fixture)), median(young.get(fixture)))));
    List<String> rows = rows(costs);
    rows.forEach(System.out::println);
    if (arguments.length > 3) {
      Path directory = Path.of(arguments[3]);
      write(directory.resolve("performance.md"), rows);
      append(directory.resolve("performance.json"), json(costs));
    }
  }

  /**
   * Waits for what other benchmarks have left in TIME_WAIT: with most ports taken, the kernel looks
   * longer for a free one, for each probe and for each connection.
   */
  private static void awaitFreePorts() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (timeWaits() > MOST_TIME_WAITS && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
    }
  }

  /** Reads a line such as {@code TCP: inuse 6 orphan 0 tw 2210 alloc 8 mem 0}. */
  private static long timeWaits() throws IOException {
    Path counts = Path.of("/proc/net/sockstat");
    return Files.exists(counts)
        ? Files.readAllLines(counts).stream()
            .filter(line -> line.startsWith("TCP:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll(".* tw (\\d+).*", "$1")))
            .sum()
        : 0;
  }

  private static List<String> rows(List<Cost> costs) {
    Cost first = costs.get(0);
    return costs.stream()
        .map(
            cost ->
                String.format(
                    Locale.ROOT,
                    "| %s | %.2f ms | %s | %,.0f ms | %s |",
                    cost.title(),
                    cost.warm(),
                    cost == first ? "" : more("%+.2f ms", cost.warm() - first.warm()),
                    cost.young(),
                    cost == first ? "" : more("%+,.0f ms", cost.young() - first.young())))
        .toList();
  }

  private static String more(String format, double millis) {
    return String.format(Locale.ROOT, format, millis);
  }

  private static List<String> json(List<Cost> costs) {
    return costs.stream()
        .map(
            cost ->
                String.format(
                    Locale.ROOT,
                    "{\"tests\": \"%s\", \"warmMillis\": %.2f, \"suiteInAFreshJvmMillis\": %.0f}",
                    cost.title(),
                    cost.warm(),
                    cost.young()))
        .toList();
  }

  private static void write(Path page, List<String> rows) throws IOException {
    String text = Files.readString(page, UTF_8);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    if (begin < BEGIN.length() || end < begin) {
      throw new IOException(page + " lacks the lines " + BEGIN + " and " + END);
    }
    String table =
        "\n\n| one request in a test | once the JVM is warm | more | "
            + TESTS
            + " tests in a fresh JVM, with its start | more |\n| --- | --- | --- | --- | --- |\n"
            + String.join("\n", rows)
            + "\n\n";
    Files.writeString(page, text.substring(0, begin) + table + text.substring(end), UTF_8);
  }

  /** Puts objects at the end of an array with one of them a line, in place of older ones. */
  private static void append(Path file, List<String> objects) throws IOException {
    List<String> all =
        new ArrayList<>(
            Files.readAllLines(file, UTF_8).stream()
                .map(line -> line.strip().replaceAll(",$", ""))
                .filter(line -> line.startsWith("{") && !line.startsWith("{\"tests\""))
                .toList());
    all.addAll(objects);
    Files.writeString(file, "[\n  " + String.join(",\n  ", all) + "\n]\n", UTF_8);
  }

  private static double millisecondsOfATest(Map<String, String> parameters, Class<?> fixture) {
    long before = System.nanoTime();
    Kit.run(parameters, fixture).passed(TESTS);
    return (System.nanoTime() - before) / 1e6 / TESTS;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  static class Plain {
    @RepeatedTest(TESTS)
    void asks() {
      Http.get(server);
    }
  }

  static class OwnConnection {
    @RepeatedTest(TESTS)
    void asks() {
      Http.get(server.resolve("/close"));
    }
  }

  static class OwnProxy {
    @RepeatedTest(TESTS)
    void asks() {
      Upstream upstream = Upstream.of(server.getHost(), server.getPort());
      try (RecordingProxy proxy = RecordingProxy.to(upstream).start()) {
        Http.get(proxy.uri().resolve("/a"));
        assertEquals(1, proxy.recording().opened());
      }
    }
  }

  @ConnectionProbe("${server}")
  static class Probed {
    @RepeatedTest(TESTS)
    void asks(Probe probe) {
      Http.get(probe.uri("/a"));
    }
  }
}
