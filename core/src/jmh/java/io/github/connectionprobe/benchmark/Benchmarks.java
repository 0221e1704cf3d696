package io.github.connectionprobe.benchmark;

import java.nio.file.Path;

/**
 * Measures everything in one run and writes {@code docs/performance.md} and the JSON beside it anew.
 *
 * <p>Arguments: rounds (7), milliseconds a turn (1000), {@code all} or a part of the name of the
 * only loads to run, and the directory to write to ({@code docs}; without it, nothing is written).
 */
final class Benchmarks {

  private Benchmarks() {}

  public static void main(String... args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
    long millis = args.length > 1 ? Long.parseLong(args[1]) : 1_000;
    boolean all = args.length < 3 || args[2].equals("all");
    Results results = new Results();
    if (all) {
      Costs.measure(results);
      ColdStarts.measure(results, rounds);
      Suites.measure(results, rounds);
    }
    Peers.measure(results, rounds, millis, all ? "" : args[2]);
    if (args.length > 3) {
      Path directory = Path.of(args[3]);
      results.write(directory.resolve("performance.json"), directory.resolve("performance.md"));
    }
  }
}
