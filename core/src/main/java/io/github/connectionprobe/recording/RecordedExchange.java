package io.github.connectionprobe.recording;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One request with its response on one connection.
 *
 * @param connection the number of its connection
 * @param number its place on that connection, from 1
 * @param request the request
 * @param informational interim responses, in the order received
 * @param response the final response, where at least its head was seen
 */
public record RecordedExchange(
    int connection,
    long number,
    RecordedRequest request,
    List<InformationalResponse> informational,
    Optional<RecordedResponse> response) {

  /** Copies the list and checks that nothing is missing. */
  public RecordedExchange {
    requireNonNull(request, "request");
    requireNonNull(response, "response");
    informational = List.copyOf(informational);
  }

  /** Returns connection and exchange number, such as {@code 2.1}. */
  public String id() {
    return connection + "." + number;
  }

  /** Returns true where both messages arrived to their end. */
  public boolean complete() {
    return request.complete() && response.isPresent() && response.get().complete();
  }

  /** Returns true where a response had begun and did not arrive to its end so far. */
  public boolean truncated() {
    return response.isPresent() && !response.get().complete();
  }

  /** Returns when the exchange began: the first byte of its request. */
  public Duration start() {
    return request.firstByte();
  }

  /** Returns when the exchange was over, where it is: the last byte of the later message. */
  public Optional<Duration> end() {
    return complete() ? Optional.of(lastByte()) : Optional.empty();
  }

  /** Returns when the last byte so far of either message was seen. */
  public Duration lastByte() {
    Duration sent = request.lastByte();
    Duration received = response.map(RecordedResponse::lastByte).orElse(sent);
    return sent.compareTo(received) > 0 ? sent : received;
  }
}
