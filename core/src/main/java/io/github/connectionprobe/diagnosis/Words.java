package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.recording.ConnectionEnd;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Side;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Pieces of sentences. */
final class Words {

  private Words() {}

  /** Returns a span of time as people say it. */
  static String span(long nanos) {
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
    if (millis < 1) {
      return "less than 1 ms";
    }
    return millis < 10_000 ? millis + " ms" : millis / 1000 + " s";
  }

  static String times(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** Returns a number of bytes with what they do, such as {@code 1 byte of it waits}. */
  static String waiting(long bytes, String ofWhat) {
    return String.format(
        Locale.ROOT, bytes == 1 ? "%,d byte of %s waits" : "%,d bytes of %s wait", bytes, ofWhat);
  }

  static String number(Timeline timeline) {
    return "#" + timeline.number();
  }

  /** Returns with what the one who ended the connection did so, such as {@code a FIN}. */
  static String end(Timeline timeline) {
    Optional<ConnectionEnd> first = timeline.connection.end();
    Optional<Side> by = timeline.endedBy();
    if (by.isPresent() && !first.map(ConnectionEnd::by).equals(by)) {
      return "a TLS alert";
    }
    return first.map(end -> end.kind() == EndKind.FIN).orElse(true) ? "a FIN" : "a RST";
  }

  static String request(RecordedExchange exchange) {
    return exchange.request().method() + " " + exchange.request().path();
  }
}
