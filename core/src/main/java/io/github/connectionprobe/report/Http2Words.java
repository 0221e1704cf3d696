package io.github.connectionprobe.report;

import io.github.connectionprobe.recording.GoAway;
import io.github.connectionprobe.recording.Http2Facts;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What lines say of HTTP/2. */
final class Http2Words {

  private Http2Words() {}

  /** Returns a line on the connection's streams, and one for each GOAWAY. */
  static List<String> lines(RecordedConnection connection, Duration zero) {
    List<String> lines = new ArrayList<>();
    connection
        .http2()
        .ifPresent(
            http2 -> {
              lines.add(streams(http2));
              http2.goAways().forEach(goAway -> lines.add(words(goAway, zero)));
            });
    return lines;
  }

  private static String streams(Http2Facts http2) {
    String most = http2.peakStreams() == 1 ? "1 stream" : http2.peakStreams() + " streams";
    String allowed =
        http2.maxConcurrentStreams().isPresent()
            ? ", " + http2.maxConcurrentStreams().getAsLong() + " allowed"
            : "";
    return "HTTP/2, at most " + most + " at once" + allowed;
  }

  private static String words(GoAway goAway, Duration zero) {
    return "GOAWAY by "
        + goAway.by()
        + ": "
        + goAway.error()
        + ", "
        + ConnectionWords.offset(goAway.at().minus(zero));
  }

  /** Returns how the exchange's stream was aborted, or nothing. */
  static String reset(RecordedExchange exchange) {
    return exchange
        .reset()
        .map(
            reset ->
                reset.byGoAway()
                    ? "left out by GOAWAY"
                    : "reset by " + reset.by() + ": " + reset.error())
        .orElse("");
  }

  /** Returns the status, where it is known. */
  static String status(int status) {
    return status == 0 ? "?" : "" + status;
  }
}
