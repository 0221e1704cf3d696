package io.github.connectionprobe.junit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Measures how much longer tests take with a probe than without one: all make one request to the
 * same server, with all defaults, and have their turns in every round. Prints medians.
 *
 * <p>Arguments: those of the benchmarks of {@code core}, of which only the last counts: the
 * directory in which those have written {@code performance.md} and {@code performance.json}.
 */
final class ProbedTestCost {

  static final int TESTS = 200;

  private static final int WARM_UPS = 4;
  private static final int ROUNDS = 5;
  private static final int MOST_TIME_WAITS = 500;
  private static final String BEGIN = "<!-- measured tests -->";
  private static final String END = "<!-- /measured tests -->";

  static URI server = URI.create("http://localhost");

  private ProbedTestCost() {}

  public static void main(String... arguments) throws IOException, InterruptedException {
    awaitFreePorts();
    List<String> rows = new ArrayList<>();
    List<String> json = new ArrayList<>();
    try (RealServer real = new RealServer()) {
      server = URI.create("http://" + real.address() + "/a");
      Map<String, String> parameters = Map.of("server", real.address());
      List<Double> plain = new ArrayList<>();
      List<Double> probed = new ArrayList<>();
      for (int round = -WARM_UPS; round < ROUNDS; round++) {
        double without = millisecondsOfATest(parameters, Plain.class);
        double with = millisecondsOfATest(parameters, Probed.class);
        if (round >= 0) {
          plain.add(without);
          probed.add(with);
        }
      }
      add(rows, json, "a test method with one request, once the JVM is warm", plain, probed);
      plain.clear();
      probed.clear();
      awaitFreePorts();
      for (int round = 0; round < ROUNDS; round++) {
        plain.add(YoungSuite.millis(Plain.class, real.address()));
        probed.add(YoungSuite.millis(Probed.class, real.address()));
      }
      String suite = TESTS + " such methods in a fresh JVM, with its start";
      add(rows, json, suite, plain, probed);
    }
    if (arguments.length > 3) {
      Path directory = Path.of(arguments[3]);
      write(directory.resolve("performance.md"), rows);
      append(directory.resolve("performance.json"), json);
    }
  }

  /**
   * Waits for what other benchmarks have left in TIME_WAIT: with most ports taken, the kernel looks
   * for a free one for some milliseconds, each time that a probe starts.
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

  private static void add(
      List<String> rows, List<String> json, String what, List<Double> plain, List<Double> probed) {
    double without = median(plain);
    double with = median(probed);
    String number = with < 100 ? "%.2f ms | " : "%,.0f ms | ";
    String row = "| %s | " + number.repeat(3);
    rows.add(String.format(Locale.ROOT, row.strip(), what, without, with, with - without));
    System.out.println(rows.get(rows.size() - 1));
    json.add(
        String.format(
            Locale.ROOT,
            "{\"tests\": \"%s\", \"withoutProbeMillis\": %.2f, \"withProbeMillis\": %.2f}",
            what,
            without,
            with));
  }

  private static void write(Path page, List<String> rows) throws IOException {
    String text = Files.readString(page, UTF_8);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    if (begin < BEGIN.length() || end < begin) {
      throw new IOException(page + " lacks the lines " + BEGIN + " and " + END);
    }
    String table =
        "\n\n| tests | without a probe | with one | more |\n| --- | --- | --- | --- |\n"
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

  @ConnectionProbe("${server}")
  static class Probed {
    @RepeatedTest(TESTS)
    void asks(Probe probe) {
      Http.get(probe.uri("/a"));
    }
  }
}
