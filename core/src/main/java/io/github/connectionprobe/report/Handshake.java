package io.github.connectionprobe.report;

import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.TlsFailure;
import io.github.connectionprobe.recording.TlsHandshake;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/** A TLS handshake as a picture shows it. */
final class Handshake {

  private static final String COLOUR = "#6a45a8";

  private Handshake() {}

  static void draw(Pen pen, Scale scale, Clock clock, RecordedConnection connection, int y) {
    if (connection.tls().isEmpty()) {
      return;
    }
    TlsHandshake tls = connection.tls().get();
    Optional<Duration> over =
        tls.finishedAt().or(() -> tls.failure().map(TlsFailure::at)).or(connection::closedAt);
    String time =
        over.map(end -> clock.between(tls.startedAt(), end))
            .orElse(clock.at(tls.startedAt()) + ", not finished");
    double start = scale.x(tls.startedAt());
    double end = over.map(scale::x).orElse(100.0);
    pen.begin(words(tls), time);
    pen.box("handshake", COLOUR, start, end, y, 16);
    pen.box("texture", "url(#ts0)", start, end, y, 16);
    if (end - start > 7) {
      pen.label("in", start, end, y, 16, tls.finished() ? "TLS handshake" : "TLS, not finished");
    }
    pen.end();
  }

  /** Draws a sample for the legend. */
  static void drawSample(Pen pen) {
    pen.box("handshake", COLOUR, 5, 95, 2, 12);
    pen.box("texture", "url(#ts0)", 5, 95, 2, 12);
  }

  private static String words(TlsHandshake tls) {
    return tls.version().map(Object::toString).orElse("TLS")
        + " handshake"
        + (tls.resumed() ? ", resumed" : tls.finished() ? ", in full" : "")
        + tls.failure().map(f -> ", given up by " + f.by() + ": " + f.detail()).orElse("");
  }

  /** Returns how long the slowest handshake took on a connection opened inside the window. */
  static Optional<Duration> slowest(Recording recording) {
    return recording.openedConnections().stream()
        .flatMap(connection -> connection.tls().stream())
        .flatMap(tls -> tls.finishedAt().map(end -> end.minus(tls.startedAt())).stream())
        .max(Comparator.naturalOrder());
  }
}
