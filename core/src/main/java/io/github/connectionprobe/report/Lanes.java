package io.github.connectionprobe.report;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import java.util.List;

/** The picture: the load over time, and below it a lane for each connection. */
final class Lanes {

  /** So many connections have a lane of their own. */
  static final int LISTED = 100;

  private final Recording recording;
  private final Shown shown;
  private final List<RecordedConnection> connections;
  private final Scale whole;
  private final Scale scale;
  private final Clock clock;
  private final Track track;
  private final LoadChart load;
  private final Causes causes;
  private final Rest rest;

  Lanes(Diagnosis diagnosis, Shown shown, Causes causes) {
    recording = diagnosis.recording();
    this.shown = shown;
    this.causes = causes;
    connections = shown.connections(LISTED);
    whole = Scale.of(recording.connections(), shown.zero());
    scale = Scale.of(connections, shown.zero());
    clock = new Clock(shown.zero());
    track = new Track(diagnosis, scale, clock);
    load = new LoadChart(diagnosis, whole);
    rest = new Rest(diagnosis, connections);
  }

  void write(Markup out) {
    out.open("section", "aria-labelledby", "lanes").line();
    out.element("h2", "Timeline", "id", "lanes").line();
    Legend.write(out);
    out.open("ol", "class", "lanes").line();
    writeLoad(out);
    if (rest.size() > 0) {
      writeRest(out);
      writeAxis(out);
    }
    connections.forEach(connection -> writeLane(out, connection));
    out.closeLine().closeLine();
  }

  private void writeLoad(Markup out) {
    out.open("li", "class", "lane load").open("div", "class", "who");
    out.element("p", "All connections", "class", "name");
    out.element("p", load.words(), "class", "end").closeLine();
    beginPicture(out, Grid.AXIS_HEIGHT + LoadChart.HEIGHT, load.words());
    Grid.drawAxis(new Pen(out), whole, clock);
    out.open("svg", "y", Grid.AXIS_HEIGHT, "width", "100%", "height", LoadChart.HEIGHT);
    load.draw(out);
    out.close().closeLine().closeLine();
  }

  private void writeLane(Markup out, RecordedConnection connection) {
    String traffic = ConnectionWords.traffic(connection);
    String end = ConnectionWords.end(connection, false);
    String opened =
        recording.carriedOver(connection)
            ? "carried over"
            : ConnectionWords.offset(connection.openedAt().minus(shown.zero()));
    out.open("li", "class", "lane", "data-connection", connection.number());
    out.open("div", "class", "who").open("p", "class", "name");
    out.element("b", "#" + connection.number())
        .text(" " + opened + ConnectionWords.destination(connection) + ", " + traffic)
        .close();
    out.element("p", end, "class", "end").closeLine();
    beginPicture(out, Track.HEIGHT, "#" + connection.number() + ": " + traffic + ", " + end);
    track.draw(out, connection, shown.marks(connection));
    out.closeLine();
    causes.writeBrief(out, connection.number());
    out.closeLine();
  }

  private void writeRest(Markup out) {
    String more = TextReport.count(rest.size()) + " more connections, without a lane";
    out.open("li", "class", "lane more").open("div", "class", "who");
    out.element("p", more, "class", "name");
    out.element("p", rest.words(), "class", "end").closeLine();
    beginPicture(out, Track.HEIGHT, more + " by when they were opened");
    rest.draw(out, whole);
    out.closeLine().closeLine();
  }

  /** Few of very many connections have an axis of their own: they may lie close together. */
  private void writeAxis(Markup out) {
    String words = TextReport.count(connections.size()) + " connections with a lane";
    out.open("li", "class", "lane").open("div", "class", "who");
    out.element("p", words, "class", "name").close();
    beginPicture(out, Grid.AXIS_HEIGHT, "time axis of the lanes below");
    Grid.drawAxis(new Pen(out), scale, clock);
    out.closeLine().closeLine();
  }

  private static void beginPicture(Markup out, int height, String words) {
    out.open(
            "svg",
            "xmlns",
            "http://www.w3.org/2000/svg",
            "class",
            "track",
            "role",
            "img",
            "aria-label",
            words,
            "width",
            "100%",
            "height",
            height)
        .line();
  }
}
