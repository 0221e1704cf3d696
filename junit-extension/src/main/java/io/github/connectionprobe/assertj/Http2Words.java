package io.github.connectionprobe.assertj;

import static io.github.connectionprobe.assertj.Words.count;

import io.github.connectionprobe.recording.GoAway;
import io.github.connectionprobe.recording.Http2Facts;
import io.github.connectionprobe.recording.RecordedConnection;
import java.util.List;

/** What failed assertions say of HTTP/2. */
final class Http2Words {

  private Http2Words() {}

  static List<GoAway> goAways(RecordedConnection connection) {
    return connection.http2().map(Http2Facts::goAways).orElse(List.of());
  }

  static long resets(RecordedConnection connection) {
    return connection.http2().map(Http2Facts::resets).orElse(0L);
  }

  static Mismatch peak(RecordedConnection connection, int expected) {
    String most =
        connection
            .http2()
            .map(http2 -> "it had " + count(http2.peakStreams(), "stream"))
            .orElse("it speaks " + connection.protocol());
    return new Mismatch(
        "to have had at most " + count(expected, "stream") + " at once but " + most,
        most,
        "" + expected);
  }

  static Mismatch goAway(RecordedConnection connection) {
    GoAway first = goAways(connection).get(0);
    String actual = "the " + first.by() + " sent " + first.error();
    return new Mismatch("to have no GOAWAY but " + actual, actual, "none");
  }

  static Mismatch reset(RecordedConnection connection) {
    String actual = count(resets(connection), "stream");
    return new Mismatch("to have no streams reset but " + actual + " were", actual, "none");
  }
}
