package io.github.connectionprobe.console;

import io.github.connectionprobe.recording.Recording;
import java.util.List;

/** Where a watch writes to: for people, or for machines. */
interface Output {

  /** The probe listens. */
  void started(Recording recording, String address);

  /** Something happened; the recording is the one that shows it. */
  void happened(List<Fact> facts, Recording recording);

  /** The watch is over. */
  void ended(Verdict verdict);

  /** Returns whether nobody reads any more. */
  boolean failed();
}
