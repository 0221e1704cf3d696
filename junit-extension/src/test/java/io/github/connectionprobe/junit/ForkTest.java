package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this JVM tells others in files. */
class ForkTest {

  @Test
  void aThreadThatATestLeftInterruptedTellsAllTheSame(@TempDir Path directory) throws IOException {
    boolean stillInterrupted;
    Told told;
    Thread.currentThread().interrupt();
    try {
      told = Fork.in(directory).tell(List.of());
    } finally {
      stillInterrupted = Thread.interrupted();
    }
    assertThat(told.complete()).isFalse();
    assertThat(stillInterrupted).isTrue();
  }
}
