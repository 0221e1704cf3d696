package io.github.connectionprobe.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.recording.Script;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LoadTest {

  @Test
  void peakOfTheLineIsThatOfTheDiagnosis() {
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Script script = new Script();
      for (int i = random.nextInt(1, 30); i > 0; i--) {
        double at = random.nextInt(100);
        Script.Connection connection = script.open(at);
        for (int exchange = random.nextInt(4); exchange > 0; exchange--) {
          connection.get("/", at + 1, at += 2 + random.nextInt(20));
        }
      }
      assertThat(Load.peak(Load.inFlight(script.recording())))
          .as("seed %d", seed)
          .isEqualTo(Diagnosis.of(script.recording()).peakInFlight());
    }
  }

  @Test
  void connectionsOpenAreCountedUntilBothDirectionsEnded() {
    assertThat(Load.open(Recordings.readme()))
        .extracting(Load.Step::count)
        .containsExactly(1, 0, 1, 0);
  }
}
