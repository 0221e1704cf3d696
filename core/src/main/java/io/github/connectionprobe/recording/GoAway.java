package io.github.connectionprobe.recording;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * A GOAWAY frame: its sender takes no new streams on the connection (RFC 9113 §6.8).
 *
 * <pre>{@code
 * connection.http2().flatMap(http2 -> http2.goAway(Side.SERVER)).map(GoAway::error);
 * }</pre>
 *
 * @param by the peer that sent it
 * @param lastStream the highest stream that its sender may still work on; 2147483647 announces that
 *     another GOAWAY will name it
 * @param errorCode the code, see {@link Http2Errors}; 0 is an orderly end
 * @param at when it was seen, from the start of the recording
 */
public record GoAway(Side by, int lastStream, long errorCode, Duration at) {

  /** Checks that nothing is missing. */
  public GoAway {
    requireNonNull(by, "by");
    requireNonNull(at, "at");
  }

  /** Returns the code's name, such as {@code NO_ERROR}. */
  public String error() {
    return Http2Errors.name(errorCode);
  }
}
