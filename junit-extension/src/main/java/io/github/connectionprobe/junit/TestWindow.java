package io.github.connectionprobe.junit;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.RecordingSource;
import io.github.connectionprobe.recording.Side;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The part of a probe's recording that belongs to one test, and what that test said about it. */
final class TestWindow implements RecordingSource {

  private static final int NOT_SPOKEN = -1;

  private final RecordingProxy proxy;
  private final Insight insight;
  private final @Nullable Recording before;
  private final String test;
  private final Thread thread = Thread.currentThread();
  private final Set<String> others = new ConcurrentSkipListSet<>();
  private final AtomicInteger spokenUpTo = new AtomicInteger(NOT_SPOKEN);
  private volatile boolean foundNothing;

  /**
   * Opens a window.
   *
   * @param before the recording up to the window's begin; null where the window is all there is
   */
  TestWindow(RecordingProxy proxy, Insight insight, @Nullable Recording before, String test) {
    this.proxy = proxy;
    this.insight = insight;
    this.before = before;
    this.test = test;
  }

  @Override
  public Recording recording() {
    return cut(proxy.recording());
  }

  @Override
  public Recording await(Predicate<? super Recording> condition, Duration atMost) {
    return cut(proxy.await(recording -> condition.test(cut(recording)), atMost));
  }

  private Recording cut(Recording recording) {
    return before == null ? recording : recording.since(before);
  }

  Diagnosis diagnose(Recording recording) {
    return insight.into(recording, this);
  }

  /** Notes that when the test was over no connection needed an explanation. */
  void foundNothing() {
    foundNothing = true;
  }

  boolean nothingFound() {
    return foundNothing;
  }

  /** Whether nobody sent anything, nor opened a connection. */
  static boolean untouched(Recording window) {
    return window.opened() == 0
        && window.connections().stream().allMatch(c -> c.bytesFrom(Side.CLIENT) == 0);
  }

  boolean ofThisThread() {
    return thread == Thread.currentThread();
  }

  /** Notes that another test used the probe at the same time. */
  void overlaps(TestWindow other) {
    others.add(other.test);
    other.others.add(test);
  }

  Set<String> others() {
    return others;
  }

  /** Notes that the test itself has said how many connections were to be opened, or why. */
  void spokenFor(Recording recording) {
    int newest =
        recording.connections().stream().mapToInt(RecordedConnection::number).max().orElse(0);
    spokenUpTo.accumulateAndGet(newest, Math::max);
  }

  boolean spoken() {
    return spokenUpTo.get() != NOT_SPOKEN;
  }

  boolean spokenFor(int connection) {
    return connection <= spokenUpTo.get();
  }
}
