package io.github.connectionprobe.report;

import java.time.Duration;
import java.util.List;

/** The lines of the time axis, and the axis itself. */
final class Grid {

  static final int AXIS_HEIGHT = 22;

  private static final String FAINT = "#dfe4ea";

  private Grid() {}

  /** Draws what lies behind the lanes. */
  static void draw(Pen pen, Scale scale, int height) {
    for (Duration tick : scale.ticks()) {
      pen.line("grid", FAINT, scale.x(tick), 0, scale.x(tick), height);
    }
  }

  /** Draws where the axis is cut, over what lies in the lane. */
  static void drawCuts(Pen pen, Scale scale, int height) {
    for (Scale.Break gap : scale.breaks()) {
      double middle = scale.middle(gap);
      pen.box("paper", "#ffffff", middle - 0.8, middle + 0.8, 0, height);
      pen.box("cut", "url(#cut)", middle - 0.8, middle + 0.8, 0, height);
    }
  }

  /** Draws the axis with its labels. */
  static void drawAxis(Pen pen, Scale scale, Clock clock) {
    List<Duration> ticks = scale.ticks();
    for (int i = 0; i < ticks.size(); i++) {
      double x = scale.x(ticks.get(i));
      pen.line("grid", FAINT, x, AXIS_HEIGHT - 6, x, AXIS_HEIGHT);
      // On a narrow screen every second label has no room.
      pen.text(
          i % 2 == 0 ? "tick" : "tick minor",
          x < 5 ? 0 : x,
          AXIS_HEIGHT - 9,
          x < 5 ? "start" : x > 95 ? "end" : "middle",
          clock.tick(ticks.get(i)));
    }
    for (Scale.Break gap : scale.breaks()) {
      double middle = scale.middle(gap);
      pen.begin("nothing happened from " + clock.between(ofNanos(gap.from()), ofNanos(gap.to())));
      pen.text("tick", middle, AXIS_HEIGHT - 9, "middle", "… " + Clock.span(gap.span()));
      pen.end();
    }
  }

  private static Duration ofNanos(long nanos) {
    return Duration.ofNanos(nanos);
  }
}
