package io.github.connectionprobe.benchmark;

import java.io.IOException;
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
        all.computeIfAbsent(contestant, c -> new ArrayList<>())
            .add(FreshJvm.number(ColdStart.class, contestant.name()));
      }
    }
    double reference = FreshJvm.median(all.get(Contestant.MOCK_WEB_SERVER));
    all.forEach((contestant, millis) -> results.start(contestant.title(), FreshJvm.median(millis), reference));
  }
}
