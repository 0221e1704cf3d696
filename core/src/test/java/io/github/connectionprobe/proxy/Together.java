package io.github.connectionprobe.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs several things at the same time and waits for all of them. */
final class Together {

  private static final long AT_MOST_SECONDS = 60;

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "together");
            thread.setDaemon(true);
            return thread;
          });

  private Together() {}

  interface Action {
    void run() throws Exception;
  }

  /** Runs all of them; throws what the first failing one threw. */
  static void run(List<? extends Action> actions) throws Exception {
    List<Future<?>> running = new ArrayList<>();
    for (Action action : actions) {
      running.add(
          THREADS.submit(
              () -> {
                action.run();
                return null;
              }));
    }
    for (Future<?> one : running) {
      try {
        one.get(AT_MOST_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException failed) {
        throw failed.getCause() instanceof Exception exception ? exception : failed;
      }
    }
  }

  static void run(Action... actions) throws Exception {
    run(List.of(actions));
  }
}
