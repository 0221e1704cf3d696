package io.github.connectionprobe.observer.http2;

import io.github.connectionprobe.recording.BodyFraming;
import io.github.connectionprobe.recording.FramingHeaders;
import io.github.connectionprobe.recording.RecordedRequest;
import io.github.connectionprobe.recording.RecordedResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request or response while it arrives. */
final class OpenMessage {

  private static final String VERSION = "HTTP/2";

  private final long first;
  private long last;
  private long bodyBytes;
  private boolean complete;
  private boolean headSeen;
  private @Nullable Fields fields;
  private BodyFraming framing = BodyFraming.NONE;

  OpenMessage(long atNanos) {
    first = atNanos;
    last = atNanos;
  }

  void seen(long atNanos) {
    last = atNanos;
  }

  /** Takes the fields; those of a trailer come later, and change nothing. */
  void head(Fields read) {
    if (fields == null && !headSeen) {
      fields = read;
      framing = read.hasLength() ? BodyFraming.CONTENT_LENGTH : BodyFraming.NONE;
    }
  }

  /** The end of a header block was seen, whether or not it could be read. */
  void headSeen() {
    headSeen = true;
  }

  boolean hasHead() {
    return headSeen;
  }

  void body(int count) {
    bodyBytes += count;
    if (framing == BodyFraming.NONE) {
      framing = BodyFraming.END_STREAM;
    }
  }

  void end() {
    complete = true;
  }

  boolean complete() {
    return complete;
  }

  RecordedRequest asRequest() {
    return new RecordedRequest(
        fields == null ? "?" : fields.method(),
        fields == null ? "?" : fields.path(),
        VERSION,
        headers(),
        framing,
        bodyBytes,
        Duration.ofNanos(first),
        Duration.ofNanos(last),
        complete);
  }

  RecordedResponse asResponse() {
    return new RecordedResponse(
        fields == null ? 0 : fields.status(),
        VERSION,
        headers(),
        framing,
        bodyBytes,
        Duration.ofNanos(first),
        Duration.ofNanos(last),
        complete);
  }

  private FramingHeaders headers() {
    return fields == null ? FramingHeaders.none() : fields.headers();
  }
}
