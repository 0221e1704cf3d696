package io.github.connectionprobe.proxy;

import io.github.connectionprobe.recording.Recording;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The recording of a proxy: what it is now while the proxy runs, and what it was at the end
 * afterwards. Safe for use by several threads.
 */
final class Snapshots {

  private final RelayLoop loop;
  private final Acceptor acceptor;
  private final Recorder recorder;
  private final Supplier<Recording> snapshot;
  private volatile @Nullable Recording last;

  /**
   * Starts with a proxy that runs.
   *
   * @param snapshot what the loop's thread is asked for
   */
  Snapshots(RelayLoop loop, Acceptor acceptor, Recorder recorder, Supplier<Recording> snapshot) {
    this.loop = loop;
    this.acceptor = acceptor;
    this.recorder = recorder;
    this.snapshot = snapshot;
  }

  /** Returns what has reached the kernel by now, or what had when the proxy was closed. */
  Recording newest() {
    Recording ended = last;
    if (ended != null) {
      return ended;
    }
    if (loop.loop().inEventLoop()) {
      return snapshot.get();
    }
    CompletableFuture<Recording> answer = new CompletableFuture<>();
    loop.loop().execute(() -> acceptor.settling().whenSettled(() -> complete(answer)));
    return answer.join();
  }

  private void complete(CompletableFuture<Recording> answer) {
    try {
      answer.complete(lastOrSnapshot());
    } catch (RuntimeException | Error failed) {
      // Whoever asked would wait for ever.
      answer.completeExceptionally(failed);
    }
  }

  private Recording lastOrSnapshot() {
    Recording ended = last;
    return ended != null ? ended : snapshot.get();
  }

  /** Waits until the condition holds, the time is up or the proxy is closed. */
  Recording await(Predicate<? super Recording> condition, Duration atMost) {
    return recorder.await(this::newest, it -> condition.test(it) || last != null, atMost);
  }

  /** Keeps the newest recording for good, and ends what is being recorded. */
  void end(Listener listener) {
    if (last != null) {
      return;
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.loop().execute(() -> acceptor.settling().whenSettled(() -> end(listener, done)));
    done.join();
  }

  private void end(Listener listener, CompletableFuture<Void> done) {
    try {
      if (last == null) {
        last = snapshot.get();
        acceptor.close();
        recorder.changed();
      }
      listener.close();
      // Java gives back the port and the file descriptors at the next selection.
      acceptor.settling().whenSettled(() -> done.complete(null));
    } catch (RuntimeException | Error failed) {
      done.completeExceptionally(failed);
    }
  }
}
