package io.github.connectionprobe.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How long the first start takes, each time in a fresh JVM: the contestants take turns. */
final class ColdStarts {

  private ColdStarts() {}

  static void measure(Results results, int rounds) throws IOException {
    Map<Contestant, List<Double>> all = new EnumMap<>(Contestant.class);
    for (int round = 0; round < rounds; round++) {
      for (Contestant contestant : Contestant.values()) {
        all.computeIfAbsent(contestant, c -> new ArrayList<>()).add(run(contestant));
      }
    }
    double reference = median(all.get(Contestant.MOCK_WEB_SERVER));
    all.forEach((contestant, millis) -> results.start(contestant.title(), median(millis), reference));
  }

  private static double run(Contestant contestant) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ColdStart.class.getName(),
                contestant.name())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      String line = out.readLine();
      if (line == null) {
        throw new IOException(contestant + " printed nothing");
      }
      return Double.parseDouble(line);
    }
  }

  private static double median(List<Double> values) {
    values.sort(Double::compare);
    return values.get(values.size() / 2);
  }
}
