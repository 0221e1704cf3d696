package io.github.connectionprobe.report;

import static java.util.Objects.requireNonNull;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A recording as one HTML page that needs nothing from outside: a lane for each connection with its
 * exchanges and ends in time, and why each connection beyond those needed was opened. It needs no
 * script, reads well on paper and in a screen reader, and holds no header but those that frame
 * messages, no query and no body. The same diagnosis gives the same page. Safe for use by several
 * threads.
 *
 * <pre>{@code
 * TimelinePage.of(Diagnosis.of(probe.recording())).write(Path.of("target/orders.html"));
 * }</pre>
 */
public final class TimelinePage {

  private final Diagnosis diagnosis;
  private final String test;

  private TimelinePage(Diagnosis diagnosis, String test) {
    this.diagnosis = requireNonNull(diagnosis, "diagnosis");
    this.test = requireNonNull(test, "test");
  }

  /** Returns the page of a diagnosis and of the recording it is about. */
  public static TimelinePage of(Diagnosis diagnosis) {
    return new TimelinePage(diagnosis, "");
  }

  /**
   * Returns the same page under the name of a test.
   *
   * @param test the test's name as people read it
   */
  public TimelinePage ofTest(String test) {
    return new TimelinePage(diagnosis, test);
  }

  /**
   * Writes the page as UTF-8, and creates the folders above it where they are missing.
   *
   * @param file where to; overwritten where it exists
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    Page.write(toString(), file);
  }

  /**
   * Returns the lanes of the first connections as one SVG image, such as a README shows: at most
   * ten, those that the causes speak of before others.
   */
  public String picture() {
    return new TimelinePicture(diagnosis).toString();
  }

  /** Returns the page. */
  @Override
  public String toString() {
    Recording recording = diagnosis.recording();
    Shown shown = new Shown(diagnosis);
    Causes causes = new Causes(diagnosis);
    String title = "Connections of probe \"" + Printable.cut(recording.name(), 80) + "\"";
    Markup out = Page.begin(title, PageStyle.CSS + PictureStyle.CSS);
    out.open("header").line().element("h1", title).line();
    if (!test.isEmpty()) {
      out.element("p", test, "class", "test").line();
    }
    out.element("p", recording.listener() + " → " + recording.upstream(), "class", "way").line();
    out.open("p", "class", diagnosis.avoidable().isEmpty() ? "verdict" : "verdict bad");
    out.text(verdict()).closeLine();
    out.closeLine();
    writeFigures(out, recording);
    if (!recording.connections().isEmpty()) {
      new Lanes(diagnosis, shown, causes).write(out);
    }
    causes.writeAll(out);
    new ExchangeTable(recording, shown).write(out);
    return Page.end(out);
  }

  private String verdict() {
    return diagnosis.recording().connections().isEmpty()
        ? "No connection came through the probe."
        : "The client " + TextReport.numbers(diagnosis) + ".";
  }

  private void writeFigures(Markup out, Recording recording) {
    int resets = recording.resets(Side.CLIENT) + recording.resets(Side.SERVER);
    Figures.begin(out)
        .add("opened", "opened", diagnosis.opened())
        .add("needed", "needed", diagnosis.needed())
        .addLoss("avoidable", "avoidable", diagnosis.avoidable().size())
        .addIf(recording.carriedOver() > 0, "carried-over", "carried over", recording.carriedOver())
        .add("exchanges", "exchanges", recording.exchangeCount())
        .add("in-flight", "most in flight", diagnosis.peakInFlight())
        .add("open", "still open", recording.stillOpen())
        .add("resets", "reset", resets)
        .end();
  }
}
