package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.recording.BodyFraming;
import io.github.connectionprobe.recording.FramingHeaders;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.RecordedResponse;
import java.util.Optional;
import java.util.Set;

/** Connections that ended because a message said so (RFC 9112 §9.3 and §9.6). */
final class AnnouncedCloses {

  /** The default limits of Tomcat and nginx: met exactly, they are not met by chance. */
  private static final Set<Long> DEFAULT_LIMITS = Set.of(100L, 1000L);

  private AnnouncedCloses() {}

  /** Returns true where a message said that the connection ends with that exchange. */
  static boolean announcedBy(RecordedExchange exchange) {
    Optional<RecordedResponse> response = exchange.response();
    return !exchange.request().keepsAlive()
        || (response.isPresent()
            && (!response.get().keepsAlive()
                || response.get().framing() == BodyFraming.UNTIL_CLOSE));
  }

  /** Judges a connection whose last exchange is complete. */
  static Optional<Finding> find(
      Context context, Timeline opened, Timeline gone, RecordedExchange last) {
    RecordedResponse response = last.response().orElseThrow();
    if (!last.request().keepsAlive()) {
      return Optional.of(request(opened, gone, last));
    }
    if (!response.keepsAlive() && response.version().equals("HTTP/1.0")) {
      return Optional.of(
          Finding.observed(opened, Cause.HTTP10_RESPONSE)
              .saw(
                  "The server answered "
                      + last.id()
                      + " with HTTP/1.0 and without \"Connection: keep-alive\", which ends "
                      + Words.number(gone)
                      + ".")
              .markedAt(mark(last, "response: HTTP/1.0")));
    }
    if (!response.keepsAlive()) {
      return Optional.of(response(context.announcements(), opened, gone, last));
    }
    if (response.framing() == BodyFraming.UNTIL_CLOSE) {
      return Optional.of(untilClose(opened, gone, last));
    }
    return Optional.empty();
  }

  /** Judges a connection whose last request did not arrive completely. */
  static Optional<Finding> beforeRequestEnd(Timeline opened, RecordedExchange last) {
    if (last.request().complete() || last.response().isEmpty()) {
      return Optional.empty();
    }
    if (last.request().headers().hasToken("expect", "100-continue")) {
      return Optional.of(
          Finding.observed(opened, Cause.EXPECT_REFUSED)
              .saw(
                  "The client asked with \"Expect: 100-continue\" whether to send the body of "
                      + last.id()
                      + "; the server answered "
                      + last.response().get().status()
                      + " instead. The body was not sent, so the connection could not go on.")
              .markedAt(mark(last, "request: Expect: 100-continue")));
    }
    return Optional.of(unreadRequest(opened, last));
  }

  static Finding untilClose(Timeline opened, Timeline gone, RecordedExchange last) {
    return Finding.observed(opened, Cause.CLOSE_DELIMITED)
        .saw(
            "The response "
                + last.id()
                + " has neither Content-Length nor chunked encoding, so only the end of "
                + Words.number(gone)
                + " could end it.")
        .markedAt(mark(last, "response: body until close"));
  }

  private static Finding request(Timeline opened, Timeline gone, RecordedExchange last) {
    FramingHeaders headers = last.request().headers();
    Finding finding = Finding.observed(opened, Cause.REQUEST_CLOSE);
    String field = headers.all("connection").isEmpty() ? "proxy-connection" : "connection";
    if (headers.hasToken(field, "close")) {
      String header = field.equals("connection") ? "Connection: close" : "Proxy-Connection: close";
      return finding
          .saw(
              "The client sent \""
                  + header
                  + "\" with "
                  + last.id()
                  + ", which ends "
                  + Words.number(gone)
                  + ".")
          .markedAt(mark(last, "request: " + header));
    }
    return finding
        .saw(
            "The client sent "
                + last.id()
                + " as HTTP/1.0 without \"Connection: keep-alive\", which ends "
                + Words.number(gone)
                + ".")
        .markedAt(mark(last, "request: HTTP/1.0"));
  }

  private static Finding response(
      Announcements all, Timeline opened, Timeline gone, RecordedExchange last) {
    RecordedResponse response = last.response().orElseThrow();
    String announced =
        "The server answered "
            + last.id()
            + " with \"Connection: close\", which ends "
            + Words.number(gone)
            + ".";
    if (response.firstByte().compareTo(last.request().lastByte()) < 0) {
      return unreadRequest(opened, last);
    }
    Finding finding;
    if (all.everyResponse()) {
      finding =
          Finding.observed(opened, Cause.RESPONSE_CLOSE_ALWAYS)
              .saw(announced)
              .saw("Every response of the recording says so.");
    } else if (DEFAULT_LIMITS.contains(last.number()) || countedDown(gone)) {
      finding =
          limited(countedDown(gone), opened)
              .saw(announced)
              .saw("It was exchange number " + last.number() + " of the connection.");
    } else if (!all.statuses().isEmpty()) {
      finding =
          Finding.inferred(opened, Cause.RESPONSE_CLOSE_ON_STATUS)
              .saw(announced)
              .saw(
                  "Its status is "
                      + response.status()
                      + "; responses with other statuses kept their connection.")
              .orElse(Cause.RESPONSE_CLOSE);
    } else if (all.connections() > 1 && all.exchangesEach() > 1) {
      finding =
          limited(all.connections() > 2, opened)
              .saw(announced)
              .saw(
                  "It did so on "
                      + all.connections()
                      + " connections, each time after "
                      + all.exchangesEach()
                      + " exchanges.");
    } else {
      finding = Finding.observed(opened, Cause.RESPONSE_CLOSE).saw(announced);
    }
    return finding.markedAt(mark(last, "response: Connection: close"));
  }

  private static Finding limited(boolean certain, Timeline opened) {
    return certain
        ? Finding.observed(opened, Cause.RESPONSE_CLOSE_MAX_REQUESTS)
        : Finding.inferred(opened, Cause.RESPONSE_CLOSE_MAX_REQUESTS).orElse(Cause.RESPONSE_CLOSE);
  }

  /** Returns true where an earlier response had said that one more request was allowed. */
  private static boolean countedDown(Timeline gone) {
    int count = gone.exchanges().size();
    return count > 1
        && gone.exchanges()
            .get(count - 2)
            .response()
            .map(response -> KeepAliveField.of(response).max() == 1)
            .orElse(false);
  }

  private static Finding unreadRequest(Timeline opened, RecordedExchange last) {
    return Finding.inferred(opened, Cause.RESPONSE_CLOSE_UNREAD_REQUEST)
        .saw(
            "The server answered "
                + last.id()
                + " with "
                + last.response().orElseThrow().status()
                + " before the request had arrived to its end.")
        .markedAt(mark(last, "answered before the request's end"));
  }

  private static Mark mark(RecordedExchange exchange, String note) {
    return new Mark(exchange.connection(), exchange.number(), note);
  }
}
