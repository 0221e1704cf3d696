package io.github.connectionprobe.observer.http1;

import io.github.connectionprobe.recording.InformationalResponse;
import io.github.connectionprobe.recording.Phase;
import io.github.connectionprobe.recording.RecordedExchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An exchange that is under way. */
final class OpenExchange {

  /** A server that reports progress for hours must not fill the memory. */
  private static final int MOST_INFORMATIONAL = 100;

  private final long number;
  private final OpenRequest request;
  private List<InformationalResponse> informational = List.of();
  private @Nullable OpenResponse response;
  private @Nullable OpenExchange next;

  OpenExchange(long number, long atNanos) {
    this.number = number;
    this.request = new OpenRequest(atNanos);
  }

  long number() {
    return number;
  }

  /** Returns the exchange that was begun after this one, where that is under way too. */
  @Nullable OpenExchange next() {
    return next;
  }

  void next(OpenExchange begun) {
    next = begun;
  }

  OpenRequest request() {
    return request;
  }

  /** Returns true from the first byte of a response that is not known to be an interim one. */
  boolean answerBegun() {
    return response != null;
  }

  /** Returns true where the final response has arrived to its end. */
  boolean answered() {
    return response != null && response.span().complete();
  }

  boolean complete() {
    return answered() && request.span().complete();
  }

  void answer(OpenResponse begun) {
    response = begun;
  }

  /** The response under way was an interim one: the answer is still to come. */
  void informed(int status, long atNanos) {
    if (informational.isEmpty()) {
      informational = new ArrayList<>(1);
    }
    if (informational.size() < MOST_INFORMATIONAL) {
      informational.add(new InformationalResponse(status, Duration.ofNanos(atNanos)));
    }
    response = null;
  }

  Phase phase() {
    if (answerBegun() && !answered()) {
      return Phase.IN_RESPONSE;
    }
    return request.span().complete() ? Phase.AWAITING_RESPONSE : Phase.IN_REQUEST;
  }

  RecordedExchange record(int connection) {
    OpenResponse answer = response;
    return new RecordedExchange(
        connection,
        number,
        request.record(),
        informational,
        answer != null && answer.hasHead() ? Optional.of(answer.record()) : Optional.empty());
  }
}
