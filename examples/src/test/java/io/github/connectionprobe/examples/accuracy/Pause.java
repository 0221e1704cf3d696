package io.github.connectionprobe.examples.accuracy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Time that has to pass because the scenario is about time passing. */
final class Pause {

  /** Daemon threads for whatever a scenario does beside its own thread. */
  static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "scenario");
            thread.setDaemon(true);
            return thread;
          });

  private Pause() {}

  /** Returns when the time is up. */
  static void of(Duration time) {
    after(time).join();
  }

  /** Returns a future that is done when the time is up. */
  static CompletableFuture<Void> after(Duration time) {
    Executor later =
        CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS, THREADS);
    return CompletableFuture.runAsync(() -> {}, later);
  }
}
