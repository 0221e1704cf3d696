package io.github.connectionprobe.observer.http1;

import io.github.connectionprobe.recording.BodyFraming;
import io.github.connectionprobe.recording.FramingHeaders;
import io.github.connectionprobe.recording.RecordedRequest;
import java.time.Duration;

/** A request while it arrives. */
final class OpenRequest {

  private final Span span;
  private RequestLine line = RequestLine.UNFINISHED;
  private FramingHeaders headers = FramingHeaders.none();
  private BodyFraming framing = BodyFraming.NONE;

  OpenRequest(long atNanos) {
    span = new Span(atNanos);
  }

  Span span() {
    return span;
  }

  String method() {
    return line.method();
  }

  void line(RequestLine read) {
    line = read;
  }

  /** Takes the fields and returns how the body is framed. */
  Body head(Fields fields) {
    headers = fields.headers();
    framing = fields.announced();
    Body body = Body.ofRequest(line.method(), fields);
    framing = body.framing();
    return body;
  }

  RecordedRequest record() {
    Duration firstByte = span.firstByte();
    return new RecordedRequest(
        line.method(),
        line.path(),
        line.version(),
        headers,
        framing,
        span.bodyBytes(),
        firstByte,
        span.lastByte(firstByte),
        span.complete());
  }
}
