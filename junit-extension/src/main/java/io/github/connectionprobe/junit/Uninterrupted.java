package io.github.connectionprobe.junit;

import java.io.IOException;

/**
 * Work on files for a thread that a test may have left interrupted: every file that is open on such
 * a thread is closed by the JDK at its first byte.
 */
final class Uninterrupted {

  private Uninterrupted() {}

  interface Work<T> {
    T run() throws IOException;
  }

  /** Does the work, and leaves the thread interrupted where it was. */
  static <T> T run(Work<T> work) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      return work.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
