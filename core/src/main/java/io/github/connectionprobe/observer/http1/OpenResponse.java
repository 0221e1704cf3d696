package io.github.connectionprobe.observer.http1;

import static java.util.Objects.requireNonNull;

import io.github.connectionprobe.recording.BodyFraming;
import io.github.connectionprobe.recording.FramingHeaders;
import io.github.connectionprobe.recording.RecordedResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A response while it arrives. Until its head is there, it may yet turn out to be an interim one.
 */
final class OpenResponse {

  private final Span span;
  private @Nullable StatusLine line;
  private @Nullable FramingHeaders headers;
  private BodyFraming framing = BodyFraming.NONE;

  OpenResponse(long atNanos) {
    span = new Span(atNanos);
  }

  Span span() {
    return span;
  }

  int status() {
    return requireNonNull(line, "the status line comes first").status();
  }

  /** Returns true for a response of 100 to 199 that announces another one (RFC 9110 §15.2). */
  boolean interim() {
    return line != null && line.status() < 200 && line.status() != 101;
  }

  /** Returns true where status and fields are known, so that it can be recorded. */
  boolean hasHead() {
    return headers != null;
  }

  void line(StatusLine read) {
    line = read;
  }

  void fields(Fields read) {
    headers = read.headers();
    framing = read.announced();
  }

  void framing(BodyFraming known) {
    framing = known;
  }

  RecordedResponse record() {
    Duration firstByte = span.firstByte();
    return new RecordedResponse(
        status(),
        requireNonNull(line, "the status line comes first").version(),
        requireNonNull(headers, "recorded before its head was there"),
        framing,
        span.bodyBytes(),
        firstByte,
        span.lastByte(firstByte),
        span.complete());
  }
}
