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
 * @param stream the HTTP/2 stream it had to itself; empty in HTTP/1
 */
public record RecordedExchange(
    int connection,
    long number,
    RecordedRequest request,
    List<InformationalResponse> informational,
    Optional<RecordedResponse> response,
    Optional<RecordedStream> stream) {

  /** Copies the list and checks that nothing is missing. */
  public RecordedExchange {
    requireNonNull(request, "request");
    requireNonNull(response, "response");
    requireNonNull(stream, "stream");
    informational = List.copyOf(informational);
  }

  /** Creates an exchange that had the connection to itself. */
  public RecordedExchange(
      int connection,
      long number,
      RecordedRequest request,
      List<InformationalResponse> informational,
      Optional<RecordedResponse> response) {
    this(connection, number, request, informational, response, Optional.empty());
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

  /** Returns how its stream was aborted, where it was; in HTTP/1 there is no such thing. */
  public Optional<StreamReset> reset() {
    return stream.flatMap(RecordedStream::reset);
  }

  /**
   * Returns when the exchange was over, where it is: the last byte of the later message, or the
   * reset of its stream.
   */
  public Optional<Duration> end() {
    return complete() ? Optional.of(lastByte()) : reset().map(StreamReset::at);
  }

  /** Returns when the last byte so far of either message was seen. */
  public Duration lastByte() {
    Duration sent = request.lastByte();
    Duration received = response.map(RecordedResponse::lastByte).orElse(sent);
    return sent.compareTo(received) > 0 ? sent : received;
  }
}
