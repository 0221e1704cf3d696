package io.github.connectionprobe.junit;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Measures how much longer a test method takes with a probe than without one: both make one request
 * to the same server, with all defaults, and have their turns in every round. Prints medians.
 */
final class ProbedTestCost {

  private static final int TESTS = 200;
  private static final int WARM_UPS = 5;
  private static final int ROUNDS = 7;

  private static URI server = URI.create("http://localhost");

  private ProbedTestCost() {}

  public static void main(String... arguments) {
    List<Double> probed = new ArrayList<>();
    List<Double> plain = new ArrayList<>();
    try (RealServer real = new RealServer()) {
      server = URI.create("http://" + real.address() + "/a");
      Map<String, String> parameters = Map.of("server", real.address());
      for (int round = -WARM_UPS; round < ROUNDS; round++) {
        double without = millisecondsOfATest(parameters, Plain.class);
        double with = millisecondsOfATest(parameters, Probed.class);
        if (round >= 0) {
          plain.add(without);
          probed.add(with);
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "| a test method with one request: without a probe, with one | %.2f ms, %.2f ms |%n",
        median(plain),
        median(probed));
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
