package io.github.connectionprobe.report;

/** Numbers with what they count, in a row. */
final class Figures {

  private final Markup out;

  private Figures(Markup out) {
    this.out = out;
  }

  static Figures begin(Markup out) {
    out.open("dl", "class", "figures").line();
    return new Figures(out);
  }

  /** Adds a number; the name is for programs that read the page. */
  Figures add(String name, String words, long value) {
    return add(name, words, TextReport.count(value), "");
  }

  Figures addIf(boolean condition, String name, String words, long value) {
    return condition ? add(name, words, value) : this;
  }

  /** Adds a number that is bad news where it is above zero. */
  Figures addLoss(String name, String words, long value) {
    return add(name, words, TextReport.count(value), value > 0 ? " bad" : "");
  }

  Figures add(String name, String words, String value, String style) {
    out.open("div", "class", "figure" + style)
        .element("dt", words)
        .element("dd", value, "data-figure", name)
        .closeLine();
    return this;
  }

  void end() {
    out.closeLine();
  }
}
