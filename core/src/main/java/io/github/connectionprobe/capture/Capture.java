package io.github.connectionprobe.capture;

import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The capture of one proxy. What the legs do is handed to a thread of its own and written there, so
 * that a slow disk slows nothing down; where the disk fails, or cannot keep up, the capture ends at
 * that point and says so.
 *
 * <p>Safe for use by several threads.
 */
public final class Capture {

  /** How large a capture may become. */
  public static final long MOST_BYTES = 256L << 20;

  /** How much may wait for the disk: a small part of the heap, but enough for any burst. */
  static final long MOST_WAITING =
      Math.max(32L << 20, Math.min(Runtime.getRuntime().maxMemory() / 16, MOST_BYTES));

  /** What a packet without data costs while it waits, roughly. */
  private static final int WEIGHT = 200;

  private static final int PATIENCE_SECONDS = 20;

  private final Path file;
  private final boolean held;
  private final long most;
  private final Spool spool;
  private final long origin;
  private final LongSupplier clock;
  private final AtomicLong waiting = new AtomicLong();
  private final ThreadPoolExecutor writer;
  private final AtomicReference<@Nullable Stopped> stopped = new AtomicReference<>();
  private boolean closed;

  /** When and why the capture ended before the proxy did. */
  private record Stopped(long at, String why) {}

  /** Writes what happened at a time, in nanoseconds since 1970. */
  interface Packets {
    void writeAt(long time) throws IOException;
  }

  Capture(Path file, boolean held, long most, Instant start, LongSupplier clock)
      throws IOException {
    this.file = file;
    this.held = held;
    this.most = most;
    this.origin = TimeUnit.SECONDS.toNanos(start.getEpochSecond()) + start.getNano();
    this.clock = clock;
    this.spool = new Spool(file, most);
    this.writer =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Capture::thread,
            new ThreadPoolExecutor.DiscardPolicy());
    writer.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "connection-probe-capture");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Begins a capture.
   *
   * @param file where to; null for one that is held in a temporary file until it is closed
   * @param start when the clock showed 0
   * @param clock nanoseconds since then
   * @throws IOException if the file cannot be written
   */
  public static Capture begin(@Nullable Path file, Instant start, LongSupplier clock)
      throws IOException {
    return file == null
        ? new Capture(
            Files.createTempFile("connection-probe-", ".pcapng"), true, MOST_BYTES, start, clock)
        : new Capture(file, false, MOST_BYTES, start, clock);
  }

  /** Returns what takes down one leg of a connection. */
  public LegCapture leg(int connection, Side side) {
    boolean ofClient = side == Side.CLIENT;
    return new LegCapture(this, new Conversation(spool, connection, ofClient ? 0 : 1, ofClient));
  }

  void submit(int size, Packets packets) {
    if (stopped.get() != null) {
      return;
    }
    long at = origin + clock.getAsLong();
    int weight = size + WEIGHT;
    if (waiting.addAndGet(weight) > MOST_WAITING) {
      stop(at, "capture truncated: the disk did not keep up, " + mebi(MOST_WAITING) + " waited");
      return;
    }
    writer.execute(
        () -> {
          waiting.addAndGet(-weight);
          write(at, packets);
        });
  }

  private void write(long at, Packets packets) {
    Stopped end = stopped.get();
    if (end != null && at >= end.at()) {
      return;
    }
    try {
      packets.writeAt(at);
      if (writer.getQueue().isEmpty()) {
        spool.flush();
      }
    } catch (Spool.FullException full) {
      stop(at, "capture truncated at " + mebi(most));
    } catch (IOException failed) {
      stop(at, "capture cannot be written to " + file + ": " + failed.getMessage());
    }
  }

  private void stop(long at, String why) {
    stopped.compareAndSet(null, new Stopped(at, why));
  }

  private static String mebi(long bytes) {
    return bytes < (1L << 20) ? bytes + " bytes" : (bytes >> 20) + " MiB";
  }

  /** Returns why the capture is not complete, where it is not. */
  public Optional<String> problem() {
    return Optional.ofNullable(stopped.get()).map(Stopped::why);
  }

  /**
   * Writes the capture so far, with comments, to a file.
   *
   * @param recording what happened until now
   * @throws IOException if that fails, or the capture is closed
   */
  public synchronized void writeTo(Path target, Recording recording) throws IOException {
    if (closed) {
      throw new IOException("The capture is closed; write it before the proxy is closed.");
    }
    copyTo(target, recording, onWriter(this::flush));
  }

  private void copyTo(Path target, Recording recording, long size) throws IOException {
    Stopped end = stopped.get();
    String about =
        "probe \""
            + recording.name()
            + "\": "
            + recording.listener()
            + " -> "
            + recording.upstream()
            + ". Data, FIN and RST are what the probe received and sent;"
            + " handshakes and acknowledgements are made up."
            + (end == null ? "" : "\n" + end.why());
    Comments comments = new Comments(recording, origin, end == null ? Long.MAX_VALUE : end.at());
    new CommentedCopy(file, size).write(target, about, comments);
  }

  private long flush() throws IOException {
    try {
      spool.flush();
    } catch (IOException failed) {
      if (stopped.get() == null) {
        throw failed;
      }
    }
    return spool.size();
  }

  private long onWriter(Callable<Long> task) throws IOException {
    CompletableFuture<Long> done = new CompletableFuture<>();
    writer.execute(
        () -> {
          try {
            done.complete(task.call());
          } catch (Exception failed) {
            done.completeExceptionally(failed);
          }
        });
    try {
      // Not interruptible: a test that is being stopped wants its capture most of all.
      return done.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException failed) {
      throw new IOException("the disk did not do its part: " + failed.getCause(), failed);
    }
  }

  /**
   * Ends the capture: adds the comments to its file, or deletes it where it was only held. Never
   * fails; {@link #problem} tells what went wrong.
   */
  public synchronized void close(Recording recording) {
    if (closed) {
      return;
    }
    closed = true;
    try {
      long size = onWriter(this::closeSpool);
      if (held) {
        Files.deleteIfExists(file);
      } else {
        copyTo(file, recording, size);
      }
    } catch (IOException | RuntimeException failed) {
      stop(Long.MAX_VALUE, "the capture " + file + " is not complete: " + failed.getMessage());
    } finally {
      writer.shutdown();
    }
  }

  /** Ends a capture that nothing will be written to, and leaves no file behind. */
  public synchronized void discard() {
    closed = true;
    try {
      onWriter(this::closeSpool);
      Files.deleteIfExists(file);
    } catch (IOException failed) {
      stop(Long.MAX_VALUE, "the capture " + file + " was not deleted: " + failed.getMessage());
    } finally {
      writer.shutdown();
    }
  }

  private long closeSpool() throws IOException {
    long size = flush();
    spool.close();
    return size;
  }
}
