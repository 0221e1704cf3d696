package io.github.connectionprobe.examples.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.examples.accuracy.Outcome.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Plays every scenario and compares each diagnosis with the truth. */
@Isolated("connection pools that other tests make meanwhile would be counted, too")
class AccuracyTest {

  /** Set by the Maven profile "accuracy"; without it only a representative part is played. */
  private static final boolean FULL = Boolean.getBoolean("accuracy.full");

  /** Plays only the scenarios whose id contains this text. */
  private static final String ONLY = System.getProperty("accuracy.only", "");

  /** How many scenarios are played at once, of those that do not mind. Most of them wait. */
  private static final int LANES = Integer.getInteger("accuracy.lanes", 4);

  /**
   * One in so many may be mistaken, none of the few that every build plays: causes that are
   * inferred hang on times, and on a busy machine one of hundreds of scenarios comes out as
   * another.
   */
  private static final int MOST_MISTAKEN = 100;

  @AfterAll
  static void stopServers() throws IOException {
    ServerKind.stopAll();
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void everyLossIsNamedAndNoHealthyClientIsBlamed() throws Exception {
    List<Scenario> scenarios =
        Scenarios.all().stream()
            .filter(s -> s.id().contains(ONLY))
            .filter(s -> FULL || !ONLY.isEmpty() || s.isQuick())
            .toList();
    assertThat(scenarios).extracting(Scenario::id).doesNotHaveDuplicates();
    List<Outcome> outcomes = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      if (scenario.alone()) {
        outcomes.add(play(scenario));
      }
    }
    outcomes.addAll(playAtOnce(scenarios.stream().filter(s -> !s.alone()).toList()));
    Confusion confusion = new Confusion(outcomes);
    Path target = Files.createDirectories(Path.of("target", "accuracy"));
    Files.writeString(target.resolve("report.txt"), confusion.text() + "\n" + confusion.list());
    System.out.println(confusion.text());

    assertThat(confusion.with(Verdict.VOID)).as("scenarios that did not come about").isEmpty();
    assertThat(confusion.with(Verdict.FALSE_ALARM)).as("healthy clients blamed").isEmpty();
    List<Outcome> mistaken = new ArrayList<>(confusion.with(Verdict.WRONG));
    mistaken.addAll(confusion.with(Verdict.MISSED));
    assertThat(mistaken)
        .as("wrong causes and losses missed")
        .hasSizeLessThanOrEqualTo(outcomes.size() / MOST_MISTAKEN);
  }

  private static List<Outcome> playAtOnce(List<Scenario> scenarios) throws Exception {
    ExecutorService lanes = Executors.newFixedThreadPool(LANES);
    try {
      List<Callable<Outcome>> all = new ArrayList<>();
      scenarios.forEach(scenario -> all.add(() -> play(scenario)));
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> outcome : lanes.invokeAll(all)) {
        outcomes.add(outcome.get());
      }
      return outcomes;
    } finally {
      lanes.shutdown();
    }
  }

  private static Outcome play(Scenario scenario) throws Exception {
    long begun = System.nanoTime();
    try (Stage stage = new Stage(scenario)) {
      try {
        scenario.play().on(stage);
      } catch (Exception failed) {
        return Outcome.failed(scenario, failed, stage.diagnosis());
      }
      return Outcome.of(scenario, stage.diagnosis());
    } finally {
      long millis = (System.nanoTime() - begun) / 1_000_000;
      System.out.printf("%6d ms  %s%n", millis, scenario.id());
    }
  }
}
