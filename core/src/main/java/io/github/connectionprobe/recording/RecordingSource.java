package io.github.connectionprobe.recording;

import java.time.Duration;
import java.util.function.Predicate;

/** Something that records and can be asked again: a probe. Safe for use by several threads. */
public interface RecordingSource {

  /**
   * Returns everything recorded up to now. Whatever had reached the operating system before the
   * call is in the answer: the call first lets the probe catch up, which takes well below a
   * millisecond.
   */
  Recording recording();

  /**
   * Waits until a recording meets the condition, looking again whenever a new fact comes in.
   *
   * @param condition what to wait for
   * @param atMost how long to wait for it
   * @return the first recording that meets it, or the last one where time ran out
   */
  Recording await(Predicate<? super Recording> condition, Duration atMost);
}
