package io.github.connectionprobe.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.Script;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScaleTest {

  @Test
  void laterMomentsLieFurtherToTheRightAndInsideThePicture() {
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Script script = new Script();
      long at = 0;
      for (int i = random.nextInt(1, 12); i > 0; i--) {
        at += random.nextBoolean() ? random.nextLong(1, 20) : random.nextLong(1, 100_000);
        script.open(at).get("/", at + 0.5, at + 1 + random.nextInt(5));
      }
      Scale scale = Scale.of(script.recording().connections(), Duration.ZERO);
      double before = -1;
      for (long moment = 0; moment <= at + 10; moment += Math.max(1, at / 1_000)) {
        double x = scale.x(Duration.ofMillis(moment));
        assertThat(x).as("seed %d, +%d ms", seed, moment).isBetween(Math.max(0, before), 100.0);
        before = x;
      }
      List<Double> ticks = scale.ticks().stream().map(scale::x).toList();
      assertThat(ticks).as("seed %d", seed).isSorted().hasSizeBetween(1, 12);
    }
  }

  @Test
  void longIdleTimeIsCutSoThatTheRestCanBeSeen() {
    Scale scale = Scale.of(Recordings.idle().connections(), Duration.ZERO);

    assertThat(scale.breaks()).extracting(gap -> gap.span().toMillis()).containsExactly(5_000L);
    assertThat(scale.x(Duration.ofMillis(9)) - scale.x(Duration.ofMillis(2))).isGreaterThan(15);
  }

  @Test
  void evenlySpacedConnectionsAreNotCut() {
    assertThat(Scale.of(Recordings.many(20).connections(), Duration.ZERO).breaks()).isEmpty();
  }
}
