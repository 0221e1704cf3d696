package io.github.connectionprobe.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.jfr.Flight;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Whoever waits for facts is woken by them. */
@Isolated("two threads race for nanoseconds and need a core each")
class RecorderTest {

  private static final int RACES = Integer.getInteger("connectionprobe.test.wakeups", 100_000);

  private static final Duration LONG = Duration.ofSeconds(10);

  private final Recorder recorder = new Recorder(Optional::empty, Flight.NONE);
  private volatile int go;
  private volatile int passed;

  @Test
  @Timeout(120)
  void aFactIsNotMissedByWhoeverBeginsToWaitWhenItComes() throws Exception {
    Thread facts = new Thread(this::makeFacts);
    facts.setDaemon(true);
    facts.start();
    for (int race = 1; race <= RACES; race++) {
      long seen = recorder.facts();
      long begun = System.nanoTime();
      go = race;
      spin(race % 31);
      assertThat(recorder.awaitChange(seen, LONG)).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONG);
    }
    facts.join();
  }

  private void makeFacts() {
    for (int race = 1; race <= RACES; race++) {
      while (go < race) {
        Thread.onSpinWait();
      }
      spin(race % 97);
      recorder.changed();
    }
  }

  /** Shifts the two threads against each other by a few nanoseconds. */
  private void spin(int rounds) {
    for (int i = 0; i < rounds; i++) {
      passed = i;
    }
  }

  @Test
  void waitingEndsWhenTheTimeIsUp() throws Exception {
    long begun = System.nanoTime();

    assertThat(recorder.awaitChange(recorder.facts(), Duration.ofMillis(20))).isFalse();

    assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(20_000_000);
  }
}
