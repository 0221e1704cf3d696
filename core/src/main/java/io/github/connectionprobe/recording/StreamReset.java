package io.github.connectionprobe.recording;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The abortive end of an HTTP/2 stream: a RST_STREAM frame (RFC 9113 §6.4), or a GOAWAY frame that
 * left the stream out (§6.8).
 *
 * <pre>{@code
 * exchange.reset().ifPresent(reset -> System.out.println(reset.error() + " by " + reset.by()));
 * }</pre>
 *
 * @param by the peer that ended it
 * @param byGoAway true where a GOAWAY left it out, so that the request was not and will not be
 *     worked on
 * @param errorCode the code, see {@link Http2Errors}
 * @param at when the frame was seen, from the start of the recording
 */
public record StreamReset(Side by, boolean byGoAway, long errorCode, Duration at) {

  /** Checks that nothing is missing. */
  public StreamReset {
    requireNonNull(by, "by");
    requireNonNull(at, "at");
  }

  /** Returns the code's name, such as {@code CANCEL}. */
  public String error() {
    return Http2Errors.name(errorCode);
  }
}
