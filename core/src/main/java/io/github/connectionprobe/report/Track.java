package io.github.connectionprobe.report;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.recording.ConnectionEnd;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Draws one connection: a rail for each direction, the client's above the server's, which ends
 * where that side ended it; between them the exchanges.
 */
final class Track {

  static final int HEIGHT = 56;

  static final String RAIL = "#8a94a3";
  static final String IDLE = "#e9edf2";
  static final String LOSS = "#a3155f";

  private static final int TOP = 15;
  private static final int BOTTOM = 41;
  private static final int BAR = 16;

  private final Recording recording;
  private final Diagnosis diagnosis;
  private final Scale scale;
  private final Clock clock;

  Track(Diagnosis diagnosis, Scale scale, Clock clock) {
    recording = diagnosis.recording();
    this.diagnosis = diagnosis;
    this.scale = scale;
    this.clock = clock;
  }

  /** Writes the shapes; the caller has opened the SVG that holds them. */
  void draw(Markup out, RecordedConnection connection, Map<Long, String> notes) {
    Pen pen = new Pen(out);
    Grid.draw(pen, scale, HEIGHT);
    double opened = recording.carriedOver(connection) ? 0 : scale.x(connection.openedAt());
    drawRails(pen, connection, opened);
    Handshake.draw(pen, scale, clock, connection, TOP + 3);
    List<Bar> bars = new Bars(scale, connection, notes, recording.until()).all();
    int rows = 1 + bars.stream().mapToInt(Bar::row).max().orElse(0);
    bars.forEach(bar -> drawBar(pen, bar, rows));
    boolean avoidable = why(connection).map(Explanation::avoidable).orElse(false);
    if (avoidable && !bars.isEmpty()) {
      drawLoss(pen, bars.get(0).start(), bars.get(0).end(), TOP + 3 + BAR, 5);
    }
    drawOpening(pen, connection, opened);
    connection
        .upstreamFailure()
        .ifPresent(
            failure -> {
              pen.begin("upstream " + failure.kind() + ", " + clock.at(failure.at()));
              drawCross(pen, scale.x(failure.at()), (TOP + BOTTOM) / 2);
              pen.end();
            });
    Grid.drawCuts(pen, scale, HEIGHT);
    connection.ends().forEach(end -> drawEnd(pen, end));
    if (notes.containsKey(0L)) {
      connection.end().ifPresent(end -> drawRing(pen, end));
    }
  }

  private void drawRails(Pen pen, RecordedConnection connection, double opened) {
    double client = railEnd(connection, Side.CLIENT);
    double server = railEnd(connection, Side.SERVER);
    double both = Math.min(client, server);
    pen.begin("idle where no exchange is drawn");
    pen.box("idle", IDLE, opened, both, TOP, BOTTOM - TOP);
    pen.end();
    if (client != server) {
      Optional<ConnectionEnd> first = connection.end();
      pen.begin("half-closed" + first.map(end -> " by " + end.by()).orElse(""));
      pen.box("half", "url(#half)", both, Math.max(client, server), TOP, BOTTOM - TOP);
      pen.end();
    }
    pen.line("rail", RAIL, opened, TOP, client, TOP);
    pen.line("rail", RAIL, opened, BOTTOM, server, BOTTOM);
  }

  /** A RST ends both directions at once, a FIN its own. */
  private double railEnd(RecordedConnection connection, Side side) {
    Optional<Duration> reset =
        connection.ends().stream()
            .filter(end -> end.kind() == EndKind.RST)
            .map(ConnectionEnd::at)
            .findFirst();
    return scale.x(
        connection
            .end(side)
            .map(ConnectionEnd::at)
            .filter(at -> reset.isEmpty() || at.compareTo(reset.get()) < 0)
            .or(() -> reset)
            .or(connection::closedAt)
            .or(() -> connection.upstreamFailure().map(failure -> failure.at()))
            .orElse(recording.until()));
  }

  private void drawBar(Pen pen, Bar bar, int rows) {
    int height = BAR / rows;
    int y = TOP + 3 + bar.row() * height;
    String mark = bar.note().isEmpty() ? "" : " marked";
    StatusClass status = bar.status();
    pen.begin(bar.title(clock));
    pen.box("bar " + status.style + mark, status.colour, bar.start(), bar.end(), y, height);
    if (status.textured()) {
      String texture = "url(#t" + status.style + ")";
      pen.box("texture", texture, bar.start(), bar.end(), y, height);
    }
    if (bar.width() > 7 && height > 12) {
      String style = status == StatusClass.NO_RESPONSE ? "in s0" : "in";
      pen.label(style, bar.start(), bar.end(), y, height, bar.label());
    }
    if (!mark.isEmpty()) {
      pen.shape("loss", LOSS, Math.min(bar.start() + 0.3, 99), TOP - 7, "M0 5 -4 -3 4 -3z");
    }
    pen.end();
  }

  private Optional<Explanation> why(RecordedConnection connection) {
    return diagnosis.of(connection.number());
  }

  /** Marks an exchange for which a connection was opened without need. */
  static void drawLoss(Pen pen, double start, double end, int y, int height) {
    pen.box("paper", "#ffffff", start, end, y, height);
    pen.box("lost", "url(#lost)", start, end, y, height);
  }

  private void drawOpening(Pen pen, RecordedConnection connection, double opened) {
    if (recording.carriedOver(connection)) {
      return;
    }
    Optional<Explanation> why = why(connection);
    String title = "#" + connection.number() + " opened " + clock.at(connection.openedAt());
    int middle = (TOP + BOTTOM) / 2;

    if (why.isPresent()) {
      pen.begin(title, why.get().cause().id());
      String style = why.get().avoidable() ? "loss" : "excused";
      pen.shape(style, LOSS, opened, middle, "M0 -8 7 0 0 8 -7 0z");
    } else {
      pen.begin(title);
      pen.shape("opened", RAIL, opened, middle, "M0 -5a5 5 0 1 1 0 10a5 5 0 1 1 0 -10z");
    }
    pen.end();
  }

  private void drawEnd(Pen pen, ConnectionEnd end) {
    double x = scale.x(end.at());
    boolean client = end.by() == Side.CLIENT;
    int y = client ? TOP : BOTTOM;
    pen.begin(end.kind() + " by " + end.by() + " " + end.phase(), clock.at(end.at()));
    if (end.kind() == EndKind.RST) {
      drawCross(pen, x, y);
    } else {
      pen.shape("fin", "#2b3442", x, y, client ? "M0 4 -5 -4 5 -4z" : "M0 -4 -5 4 5 4z");
    }
    // Behind an end its lane is empty; only near the edge the label has to stand before it.
    boolean left = x > 78;
    pen.text(
        "end",
        left ? Math.max(0, x - 0.9) : x + 0.9,
        client ? TOP - 4 : BOTTOM + 12,
        left ? "end" : "start",
        end.kind() + " by " + end.by());
    pen.end();
  }

  private void drawRing(Pen pen, ConnectionEnd end) {
    int y = end.by() == Side.CLIENT ? TOP : BOTTOM;
    pen.shape("ring", "none", scale.x(end.at()), y, "M0 -8a8 8 0 1 1 0 16a8 8 0 1 1 0 -16z");
  }

  private static void drawCross(Pen pen, double x, int y) {
    pen.shape("rst", "#b3262e", x, y, "M-5 -5 5 5M-5 5 5 -5");
  }
}
