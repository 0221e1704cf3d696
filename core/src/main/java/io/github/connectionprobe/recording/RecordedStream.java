package io.github.connectionprobe.recording;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The HTTP/2 stream that an exchange had to itself (RFC 9113 §5).
 *
 * <pre>{@code
 * exchange.stream().map(RecordedStream::id);  // 1, 3, 5 …
 * }</pre>
 *
 * @param id the stream's identifier: odd, and growing with each request
 * @param reset how it was aborted, where it was
 */
public record RecordedStream(int id, Optional<StreamReset> reset) {

  /** Checks that nothing is missing. */
  public RecordedStream {
    requireNonNull(reset, "reset");
  }
}
