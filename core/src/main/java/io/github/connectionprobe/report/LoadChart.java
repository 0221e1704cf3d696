package io.github.connectionprobe.report;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Draws connections open, exchanges in flight, and how many connections were needed, over time. */
final class LoadChart {

  static final int HEIGHT = 104;

  private static final int TOP = 16;
  private static final int FLOOR = HEIGHT - 14;
  private static final int WIDE = 10_000;

  /** Steps closer than this, in ten-thousandths of the width, are drawn as their highest. */
  private static final int FINE = 10;

  private final Diagnosis diagnosis;
  private final Scale scale;
  private final List<Load.Step> open;
  private final List<Load.Step> inFlight;
  private final int needed;
  private final int carriedOver;
  private final int highest;

  LoadChart(Diagnosis diagnosis, Scale scale) {
    this.diagnosis = diagnosis;
    this.scale = scale;
    Recording recording = diagnosis.recording();
    open = Load.open(recording);
    inFlight = Load.inFlight(recording);
    needed = diagnosis.needed();
    carriedOver = recording.carriedOver();
    highest = Math.max(1, Math.max(needed + carriedOver, Load.peak(open)));
  }

  /** Returns what the chart shows, in words. */
  String words() {
    return "At most "
        + TextReport.count(Load.peak(open))
        + " open at once, at most "
        + TextReport.count(Load.peak(inFlight))
        + " with an exchange in flight";
  }

  void draw(Markup out) {
    Pen pen = new Pen(out);
    Grid.draw(pen, scale, HEIGHT);
    pen.begin("connections open: at most " + TextReport.count(Load.peak(open)));
    path(out, "open", "#c3d0e6", "none", open, true);
    pen.end();
    pen.begin(
        "connections with an exchange in flight: at most " + TextReport.count(Load.peak(inFlight)));
    path(out, "flight", "none", "#15735a", inFlight, false);
    pen.end();
    int y = (int) Math.round(y(needed + carriedOver));
    pen.begin("needed: " + neededWords());
    pen.line("needed", Track.LOSS, 0, y, 100, y);
    pen.text("needed-label", 100, y - 4, "end", neededWords());
    pen.end();
    pen.line("grid", "#dfe4ea", 0, FLOOR, 100, FLOOR);
    drawLosses(pen);
    Grid.drawCuts(pen, scale, HEIGHT);
  }

  /** Draws a tick below the floor wherever a connection was opened that was avoidable. */
  private void drawLosses(Pen pen) {
    SortedMap<Integer, Integer> columns = new TreeMap<>();
    Set<Integer> avoidable = new HashSet<>();
    diagnosis.avoidable().forEach(explanation -> avoidable.add(explanation.connection()));
    for (RecordedConnection connection : diagnosis.recording().connections()) {
      if (avoidable.contains(connection.number())) {
        columns.merge((int) (2 * scale.x(connection.openedAt())), 1, Integer::sum);
      }
    }
    columns.forEach(
        (column, count) -> {
          pen.begin(TextReport.count(count) + " avoidable, opened here");
          pen.box("loss", Track.LOSS, column / 2.0, column / 2.0 + 0.4, FLOOR + 3, 9);
          pen.end();
        });
  }

  private String neededWords() {
    return TextReport.count(needed)
        + " needed"
        + (carriedOver > 0 ? " beside " + TextReport.count(carriedOver) + " carried over" : "");
  }

  private double y(int count) {
    return FLOOR - (FLOOR - TOP) * (double) count / highest;
  }

  private void path(
      Markup out, String style, String fill, String stroke, List<Load.Step> steps, boolean area) {
    out.open(
            "svg",
            "width",
            "100%",
            "height",
            HEIGHT,
            "viewBox",
            "0 0 " + WIDE + " " + HEIGHT,
            "preserveAspectRatio",
            "none")
        .empty(
            "path",
            "class",
            style,
            "fill",
            fill,
            "stroke",
            stroke,
            "stroke-width",
            2,
            "vector-effect",
            "non-scaling-stroke",
            "d",
            data(steps) + (area ? "V" + FLOOR + "H0z" : ""))
        .close();
  }

  private String data(List<Load.Step> steps) {
    StringBuilder data = new StringBuilder("M0 " + FLOOR);
    for (int i = 0; i < steps.size(); ) {
      long x = place(steps.get(i));
      int count = steps.get(i).count();
      for (i++; i < steps.size() && steps.size() > WIDE / FINE && place(steps.get(i)) == x; i++) {
        count = Math.max(count, steps.get(i).count());
      }
      data.append('H').append(x).append('V').append(Markup.number(y(count)));
    }
    return data.append("H" + WIDE).toString();
  }

  private long place(Load.Step step) {
    long place = Math.round(scale.x(step.at()) * WIDE / 100);
    boolean exact = open.size() + inFlight.size() <= WIDE / FINE;
    return exact ? place : place / FINE * FINE;
  }
}
