package io.github.connectionprobe.report;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import java.util.List;
import java.util.Optional;

/** The lanes as one SVG image that stands alone, for a place that shows no page. */
final class TimelinePicture {

  private static final int LISTED = 10;
  private static final int WIDTH = 860;
  private static final int LABELS = 190;
  private static final int MARGIN = 12;
  private static final int REASON = 20;

  private final Diagnosis diagnosis;
  private final Recording recording;
  private final Shown shown;
  private final List<RecordedConnection> connections;
  private final Scale scale;
  private final Clock clock;
  private final Markup out = new Markup();
  private int y = MARGIN;

  TimelinePicture(Diagnosis diagnosis) {
    this.diagnosis = diagnosis;
    recording = diagnosis.recording();
    shown = new Shown(diagnosis);
    connections = shown.connections(LISTED);
    scale = Scale.of(connections, shown.zero());
    clock = new Clock(shown.zero());
  }

  @Override
  public String toString() {
    int height = height();
    String title = "Probe \"" + Printable.cut(recording.name(), 80) + "\": " + words();
    out.open(
            "svg",
            "xmlns",
            "http://www.w3.org/2000/svg",
            "viewBox",
            "0 0 " + WIDTH + " " + height,
            "width",
            WIDTH,
            "height",
            height,
            "role",
            "img",
            "aria-label",
            title)
        .line();
    out.element("title", title).line();
    out.open("style").raw("\n" + PictureStyle.SHAPES + PictureStyle.WORDS).closeLine();
    Legend.defineTextures(out);
    out.empty("rect", "class", "paper", "fill", "#ffffff", "width", WIDTH, "height", height).line();
    text("words strong", MARGIN, y + 12, title);
    y += 26;
    beginTrack(Grid.AXIS_HEIGHT);
    Grid.drawAxis(new Pen(out), scale, clock);
    out.closeLine();
    connections.forEach(this::writeLane);
    int more = recording.connections().size() - connections.size();
    if (more > 0) {
      text("words", MARGIN, y + 14, "and " + TextReport.count(more) + " more connections");
    }
    return out.closeLine().toString();
  }

  private String words() {
    return TextReport.numbers(diagnosis);
  }

  private int height() {
    int reasons =
        (int) connections.stream().filter(c -> diagnosis.of(c.number()).isPresent()).count();
    boolean more = recording.connections().size() > connections.size();
    return MARGIN * 2
        + 26
        + Grid.AXIS_HEIGHT
        + connections.size() * Track.HEIGHT
        + (reasons + (more ? 1 : 0)) * REASON;
  }

  private void writeLane(RecordedConnection connection) {
    String opened =
        recording.carriedOver(connection)
            ? "carried over"
            : ConnectionWords.offset(connection.openedAt().minus(shown.zero()));
    text("words strong", MARGIN, y + 24, "#" + connection.number() + "  " + opened);
    text("words", MARGIN, y + 40, ConnectionWords.traffic(connection));
    beginTrack(Track.HEIGHT);
    new Track(diagnosis, scale, clock).draw(out, connection, shown.marks(connection));
    out.closeLine();
    Optional<Explanation> why = diagnosis.of(connection.number());
    if (why.isPresent()) {
      Explanation reason = why.get();
      text(
          reason.avoidable() ? "words bad" : "words",
          LABELS,
          y + 14,
          reason.cause().id()
              + " ("
              + reason.certainty()
              + "): "
              + Printable.cut(reason.evidence().get(0), 90));
      y += REASON;
    }
  }

  private void beginTrack(int height) {
    int width = WIDTH - LABELS - MARGIN;
    out.open("svg", "x", LABELS, "y", y, "width", width, "height", height).line();
    y += height;
  }

  private void text(String style, int x, int baseline, String text) {
    out.element(
            "text",
            text,
            "class",
            style,
            "fill",
            "#1b2330",
            "x",
            x,
            "y",
            baseline,
            "font-size",
            13,
            "font-family",
            "system-ui, sans-serif")
        .line();
  }
}
