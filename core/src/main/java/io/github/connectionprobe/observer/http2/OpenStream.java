package io.github.connectionprobe.observer.http2;

import io.github.connectionprobe.recording.InformationalResponse;
import io.github.connectionprobe.recording.Phase;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.RecordedRequest;
import io.github.connectionprobe.recording.RecordedStream;
import io.github.connectionprobe.recording.StreamReset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stream, and with it an exchange, that is under way. */
final class OpenStream {

  /** As for HTTP/1: progress reported for hours must not fill the memory. */
  private static final int MOST_INFORMATIONAL = 100;

  private final int id;
  private final long number;
  private final OpenMessage request;
  private final @Nullable RecordedRequest sentAsHttp1;
  private @Nullable OpenMessage response;
  private List<InformationalResponse> informational = List.of();
  private @Nullable StreamReset reset;

  OpenStream(int id, long number, long atNanos) {
    this.id = id;
    this.number = number;
    request = new OpenMessage(atNanos);
    sentAsHttp1 = null;
  }

  /** The stream that answers a request made in HTTP/1.1 (RFC 7540 §3.2). */
  OpenStream(RecordedExchange upgraded) {
    id = 1;
    number = upgraded.number();
    request = new OpenMessage(0);
    request.end();
    sentAsHttp1 = upgraded.request();
    upgraded.informational().forEach(interim -> informed(interim.status(), interim.at()));
    upgraded.response().ifPresent(switching -> informed(switching.status(), switching.lastByte()));
  }

  int id() {
    return id;
  }

  OpenMessage request() {
    return request;
  }

  /** Returns the response, which begins now where it has not before. */
  OpenMessage response(long atNanos) {
    if (response == null) {
      response = new OpenMessage(atNanos);
    }
    return response;
  }

  /** Returns true where the fields only announce that a response will come (RFC 9113 §8.1). */
  boolean informedBy(Fields fields, long atNanos) {
    boolean interim = fields.status() >= 100 && fields.status() < 200;
    if (interim) {
      informed(fields.status(), Duration.ofNanos(atNanos));
      response = null;
    }
    return interim;
  }

  private void informed(int status, Duration at) {
    if (informational.isEmpty()) {
      informational = new ArrayList<>(1);
    }
    if (informational.size() < MOST_INFORMATIONAL) {
      informational.add(new InformationalResponse(status, at));
    }
  }

  void reset(StreamReset how) {
    reset = how;
  }

  boolean complete() {
    return request.complete() && response != null && response.complete();
  }

  Phase phase() {
    if (response != null && !response.complete()) {
      return Phase.IN_RESPONSE;
    }
    return request.complete() ? Phase.AWAITING_RESPONSE : Phase.IN_REQUEST;
  }

  RecordedExchange record(int connection) {
    return new RecordedExchange(
        connection,
        number,
        sentAsHttp1 == null ? request.asRequest() : sentAsHttp1,
        informational,
        response != null && response.hasHead()
            ? Optional.of(response.asResponse())
            : Optional.empty(),
        Optional.of(new RecordedStream(id, Optional.ofNullable(reset))));
  }
}
