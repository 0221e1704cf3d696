package io.github.connectionprobe.recording;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the frames of an HTTP/2 connection say beyond its exchanges. All of it comes from frame
 * headers and from frames that are not compressed, so that it holds whatever becomes of the header
 * fields.
 *
 * <pre>{@code
 * connection.http2().ifPresent(http2 ->
 *     System.out.println(http2.peakStreams() + " streams at once"));
 * }</pre>
 *
 * @param settingsAt when the server's first SETTINGS was complete; until then a client does not
 *     know how many streams it may open (RFC 9113 §3.4)
 * @param maxConcurrentStreams how many streams the server allows at once, by its latest
 *     SETTINGS_MAX_CONCURRENT_STREAMS (§6.5.2); without one there is no limit
 * @param peakStreams the largest number of streams open at once, of those that clients open
 * @param goAways the GOAWAY frames, in the order seen; of very many, the first
 * @param resets how many RST_STREAM frames were seen
 * @param pingsFromClient how many PING frames the client sent, answers not counted (§6.7)
 * @param pingsFromServer how many PING frames the server sent, answers not counted
 * @param fieldsUnreadable why methods, paths and statuses are not known from some point on, where
 *     that is so; counts are not concerned
 */
public record Http2Facts(
    Optional<Duration> settingsAt,
    OptionalLong maxConcurrentStreams,
    int peakStreams,
    List<GoAway> goAways,
    long resets,
    long pingsFromClient,
    long pingsFromServer,
    Optional<String> fieldsUnreadable) {

  /** Copies the list and checks that nothing is missing. */
  public Http2Facts {
    requireNonNull(settingsAt, "settingsAt");
    requireNonNull(maxConcurrentStreams, "maxConcurrentStreams");
    requireNonNull(fieldsUnreadable, "fieldsUnreadable");
    goAways = List.copyOf(goAways);
  }

  /** Returns the facts of a connection on which no frame was seen. */
  public static Http2Facts none() {
    return new Http2Facts(
        Optional.empty(), OptionalLong.empty(), 0, List.of(), 0, 0, 0, Optional.empty());
  }

  /** Returns the first GOAWAY of a peer, where it sent one. */
  public Optional<GoAway> goAway(Side by) {
    return goAways.stream().filter(goAway -> goAway.by() == by).findFirst();
  }
}
