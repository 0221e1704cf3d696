package io.github.connectionprobe.console;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or whatever else asks the JVM to end: the watch is told to stop, may still print its
 * verdict, and decides on the exit code.
 */
final class Interruption implements AutoCloseable {

  /** A verdict takes milliseconds; a terminal that nobody reads must not hold the JVM for ever. */
  private static final long LONGEST_VERDICT_SECONDS = 20;

  private final Thread watcher;
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupt, "connection-probe-interrupt");
  private volatile boolean requested;
  private volatile int code = ExitCode.TROUBLE;

  private Interruption(Thread watcher) {
    this.watcher = watcher;
  }

  /** From now on, a request to end the JVM interrupts the thread first. */
  static Interruption of(Thread watcher) {
    Interruption interruption = new Interruption(watcher);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Returns one that never comes, for use without a JVM of one's own. */
  static Interruption none() {
    return new Interruption(Thread.currentThread());
  }

  /** Returns whether the watch has been asked to stop. */
  boolean requested() {
    return requested;
  }

  private void interrupt() {
    if (finished.getCount() == 0) {
      return;
    }
    requested = true;
    watcher.interrupt();
    try {
      finished.await(LONGEST_VERDICT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
    // A JVM that ends by a signal would return that signal's number.
    Runtime.getRuntime().halt(code);
  }

  /** Ends the JVM with this code, whether it was asked to end or not. */
  void finish(int code) {
    this.code = code;
    finished.countDown();
    System.exit(code);
  }

  @Override
  public void close() {
    finished.countDown();
  }
}
