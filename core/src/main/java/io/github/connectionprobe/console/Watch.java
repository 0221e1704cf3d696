package io.github.connectionprobe.console;

import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.RecordingSource;
import java.time.Duration;
import java.util.List;

/** Tells what a probe records, as it happens, until there is reason to end. */
final class Watch {

  /** Without a reason to end, the watch looks up this often to no effect. */
  private static final Duration LONG = Duration.ofHours(1);

  private final RecordingSource source;
  private final List<ExitAfter> ends;
  private final Interruption interruption;
  private final Output output;

  Watch(RecordingSource source, List<ExitAfter> ends, Interruption interruption, Output output) {
    this.source = source;
    this.ends = List.copyOf(ends);
    this.interruption = interruption;
    this.output = output;
  }

  /** Returns the last recording. */
  Recording run(String address) {
    Recording told = nothing(source.recording());
    output.started(told, address);
    while (true) {
      Recording before = told;
      Recording now =
          source.await(
              it -> isOver(it) || !Facts.between(before, it).isEmpty(), untilTheNextLook(before));
      if (interruption.requested()) {
        // An interrupt may overtake facts that were already there.
        now = source.recording();
      }
      List<Fact> news = Facts.between(before, now);
      if (!news.isEmpty()) {
        output.happened(news, now);
      }
      if (isOver(now)) {
        // The verdict prints in peace: an interrupt has done its work by now.
        Thread.interrupted();
        return now;
      }
      told = now;
    }
  }

  /** What came in before the first reading is news, too. */
  private static Recording nothing(Recording first) {
    return new Recording(
        first.name(),
        first.listener(),
        first.upstream(),
        first.startedAt(),
        Duration.ZERO,
        Duration.ZERO,
        0,
        List.of());
  }

  private boolean isOver(Recording recording) {
    return interruption.requested()
        || output.failed()
        || ends.stream().anyMatch(end -> end.reached(recording));
  }

  private Duration untilTheNextLook(Recording recording) {
    return ends.stream()
        .map(end -> end.left(recording, LONG))
        .min(Duration::compareTo)
        .orElse(LONG);
  }
}
