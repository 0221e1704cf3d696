package io.github.connectionprobe.observer.http1;

import java.time.Duration;

/** When a message began, how far it has come, and whether that is its end. */
final class Span {

  private final long first;
  private long last;
  private long bodyBytes;
  private boolean complete;

  Span(long atNanos) {
    first = atNanos;
    last = atNanos;
  }

  void seen(long atNanos) {
    last = atNanos;
  }

  void body(long count) {
    bodyBytes += count;
  }

  void end() {
    complete = true;
  }

  long bodyBytes() {
    return bodyBytes;
  }

  boolean complete() {
    return complete;
  }

  Duration firstByte() {
    return Duration.ofNanos(first);
  }

  /** Returns when the last byte so far was seen, in one object with the first where it was that. */
  Duration lastByte(Duration firstByte) {
    return last == first ? firstByte : Duration.ofNanos(last);
  }
}
