package io.github.connectionprobe.assertj;

import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.RecordingSource;
import io.github.connectionprobe.socket.SocketFacts;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a chain of assertions looks at: one recording or, until a deadline, always the newest. */
final class View {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final @Nullable RecordingSource source;
  private Recording latest;
  private Optional<Long> deadline = Optional.empty();

  View(Recording recording, @Nullable RecordingSource source) {
    this.latest = recording;
    this.source = source;
  }

  Recording latest() {
    return latest;
  }

  void patientFor(Duration atMost) {
    if (atMost.isNegative()) {
      throw new IllegalArgumentException("within(Duration) got " + atMost + ". Give 0 or more.");
    }
    if (source == null) {
      throw new IllegalStateException(
          "within(Duration) needs something that still records, but a recording is finished the"
              + " moment it is read. Assert on the probe: assertThat(probe).within(…).");
    }
    deadline = Optional.of(System.nanoTime() + atMost.toNanos());
  }

  boolean shows(Predicate<Recording> condition) {
    if (source != null && deadline.isPresent()) {
      long left = Math.max(0, deadline.get() - System.nanoTime());
      latest = source.await(condition, Duration.ofNanos(left));
    }
    return condition.test(latest);
  }

  /** The kernel tells nobody when a socket changes, so it has to be asked again. */
  SocketFacts sockets(SocketFacts known, Predicate<SocketFacts> condition) {
    SocketFacts facts = known;
    while (source != null && deadline.isPresent() && !condition.test(facts)) {
      long left = Math.min(deadline.get() - System.nanoTime(), BETWEEN_LOOKS.toNanos());
      long before = System.nanoTime();
      latest = source.await(any -> left <= 0, Duration.ofNanos(Math.max(0, left)));
      facts = SocketFacts.of(latest);
      // Where the wait is cut short, by an interrupt for instance, that was the last look.
      if (left <= 0 || System.nanoTime() - before < left) {
        break;
      }
    }
    return facts;
  }
}
