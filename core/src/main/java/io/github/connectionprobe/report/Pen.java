package io.github.connectionprobe.report;

/**
 * Draws with SVG shapes whose places are hundredths of the width and pixels of the height, so that
 * a picture fits every screen and its text keeps its size. Each shape has its colour twice: as an
 * attribute, for viewers that apply no style sheet, and as a class for all others.
 */
final class Pen {

  private final Markup out;

  Pen(Markup out) {
    this.out = out;
  }

  Markup out() {
    return out;
  }

  /** Begins a group of shapes that shows the lines when pointed at. */
  void begin(String... lines) {
    out.open("g").open("title").text(lines[0]);
    for (int i = 1; i < lines.length; i++) {
      out.line().text(lines[i]);
    }
    out.close();
  }

  void end() {
    out.closeLine();
  }

  void box(String style, String colour, double from, double to, int y, int height) {
    out.empty(
        "rect",
        "class",
        style,
        "fill",
        colour,
        "x",
        Markup.percent(from),
        "y",
        y,
        "width",
        Markup.percent(Math.max(0, to - from)),
        "height",
        height);
  }

  void line(String style, String colour, double x1, int y1, double x2, int y2) {
    out.empty(
        "line",
        "class",
        style,
        "stroke",
        colour,
        "x1",
        Markup.percent(x1),
        "y1",
        y1,
        "x2",
        Markup.percent(x2),
        "y2",
        y2);
  }

  /** Writes text; the anchor is SVG's: start, middle or end. */
  void text(String style, double x, int y, String anchor, String text) {
    out.element(
        "text",
        text,
        "class",
        style,
        "fill",
        "#4a5463",
        "font-size",
        11,
        "font-family",
        "system-ui, sans-serif",
        "x",
        Markup.percent(x),
        "y",
        y,
        "text-anchor",
        anchor);
  }

  /** Writes text into a box, and cuts it off at the box's edge. */
  void label(String style, double from, double to, int y, int height, String text) {
    out.open(
            "svg",
            "x",
            Markup.percent(from),
            "y",
            y,
            "width",
            Markup.percent(Math.max(0, to - from)),
            "height",
            height)
        .element(
            "text",
            text,
            "class",
            style,
            "fill",
            "#ffffff",
            "font-size",
            11,
            "font-family",
            "system-ui, sans-serif",
            "x",
            5,
            "y",
            12)
        .close();
  }

  /** Draws a shape of pixels around a place. */
  void shape(String style, String colour, double x, int y, String path) {
    out.open("svg", "x", Markup.percent(x), "y", y, "overflow", "visible", "width", 1, "height", 1)
        .empty("path", "class", style, "fill", colour, "stroke", colour, "d", path)
        .close();
  }
}
