package io.github.connectionprobe.report;

import java.util.function.Consumer;

/** What the shapes and textures of a picture mean, and the textures themselves. */
final class Legend {

  private Legend() {}

  /** Writes the textures, which the pictures of a page refer to. */
  static void defineTextures(Markup out) {
    out.open("defs").line();
    texture(out, "ts0", 6, "M3 -1v8", "#ffffff");
    texture(out, "ts3", 6, "M1 3h2", "#ffffff");
    texture(out, "ts4", 6, "M-1 7 7 -1", "#ffffff");
    texture(out, "ts5", 6, "M-1 7 7 -1M-1 -1 7 7", "#ffffff");
    texture(out, "lost", 4, "M-1 5 5 -1M-1 1 1 -1M3 5 5 3", Track.LOSS);
    texture(out, "half", 5, "M-1 6 6 -1", Track.RAIL);
    texture(out, "cut", 6, "M-1 7 7 -1", Track.RAIL);
    out.closeLine();
  }

  private static void texture(Markup out, String id, int size, String path, String colour) {
    out.open("pattern", "id", id, "width", size, "height", size, "patternUnits", "userSpaceOnUse")
        .empty(
            "path",
            "class",
            "t-" + id,
            "d",
            path,
            "stroke",
            colour,
            "stroke-opacity",
            id.equals("lost") ? 1 : 0.45,
            "fill",
            "none")
        .closeLine();
  }

  static void write(Markup out) {
    out.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "class",
        "defs",
        "width",
        0,
        "height",
        0,
        "aria-hidden",
        "true");
    defineTextures(out);
    out.closeLine();
    out.open("ul", "class", "legend").line();
    for (StatusClass status : StatusClass.values()) {
      entry(
          out,
          status.words,
          pen -> {
            pen.box("bar " + status.style, status.colour, 5, 95, 2, 12);
            if (status.textured()) {
              pen.box("texture", "url(#t" + status.style + ")", 5, 95, 2, 12);
            }
          });
    }
    entry(
        out,
        "lost reuse: began an avoidable connection",
        pen -> {
          pen.box("bar s2", StatusClass.SUCCESS.colour, 5, 95, 2, 6);
          Track.drawLoss(pen, 5, 95, 8, 6);
        });
    entry(out, "TLS handshake", Handshake::drawSample);
    entry(out, "idle", pen -> rails(pen, 95, 95));
    entry(
        out,
        "half-closed",
        pen -> {
          pen.box("half", "url(#half)", 40, 95, 2, 12);
          rails(pen, 40, 95);
        });
    entry(
        out,
        "FIN: above by the client, below by the server",
        pen -> pen.shape("fin", "#2b3442", 50, 8, "M0 4 -5 -4 5 -4z"));
    entry(out, "RST", pen -> pen.shape("rst", "#b3262e", 50, 8, "M-5 -5 5 5M-5 5 5 -5"));
    entry(
        out,
        "opened",
        pen -> pen.shape("opened", Track.RAIL, 50, 8, "M0 -5a5 5 0 1 1 0 10a5 5 0 1 1 0 -10z"));
    entry(
        out,
        "opened, avoidable",
        pen -> pen.shape("loss", Track.LOSS, 50, 8, "M0 -8 7 0 0 8 -7 0z"));
    entry(
        out,
        "opened beyond need, for a reason outside the client",
        pen -> pen.shape("excused", Track.LOSS, 50, 8, "M0 -8 7 0 0 8 -7 0z"));
    entry(
        out,
        "the exchange to look at",
        pen -> pen.shape("loss", Track.LOSS, 50, 8, "M0 5 -4 -3 4 -3z"));
    entry(out, "connections open", pen -> pen.box("open", "#c3d0e6", 5, 95, 2, 12));
    entry(
        out,
        "connections with an exchange in flight",
        pen -> pen.line("flight", "#15735a", 5, 8, 95, 8));
    entry(out, "connections needed", pen -> pen.line("needed", Track.LOSS, 5, 8, 95, 8));
    out.closeLine();
  }

  private static void rails(Pen pen, double client, double server) {
    pen.box("idle", Track.IDLE, 5, client, 2, 12);
    pen.line("rail", Track.RAIL, 5, 2, client, 2);
    pen.line("rail", Track.RAIL, 5, 14, server, 14);
  }

  private static void entry(Markup out, String words, Consumer<Pen> drawing) {
    out.open("li")
        .open(
            "svg",
            "xmlns",
            "http://www.w3.org/2000/svg",
            "width",
            26,
            "height",
            16,
            "aria-hidden",
            "true");
    drawing.accept(new Pen(out));
    out.close().text(" " + words).closeLine();
  }
}
