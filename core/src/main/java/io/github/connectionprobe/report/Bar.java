package io.github.connectionprobe.report;

import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.RecordedResponse;
import java.time.Duration;

/**
 * What is drawn as one: an exchange, or several alike that are too short to be told apart.
 *
 * @param first the exchange, or the first of them
 * @param last the last of them
 * @param count how many they are
 * @param row the row it lies in, where exchanges of one connection overlap
 * @param start where it begins, 0 to 100
 * @param end where it ends
 * @param over when it was over, as far as can be seen
 * @param note what a reader should look at; empty for nothing
 */
record Bar(
    RecordedExchange first,
    RecordedExchange last,
    long count,
    int row,
    double start,
    double end,
    Duration over,
    String note) {

  StatusClass status() {
    return StatusClass.of(first);
  }

  private boolean complete() {
    return count > 1 || first.complete();
  }

  double width() {
    return end - start;
  }

  /** Returns the bar grown by one that follows it. */
  Bar with(Bar next) {
    return new Bar(first, next.last, count + next.count, row, start, next.end, next.over, note);
  }

  String label() {
    if (count > 1) {
      return TextReport.count(count) + " exchanges";
    }
    return first.response().map(response -> response.status() + " ").orElse("")
        + Printable.cut(first.request().method(), 10)
        + " "
        + Printable.cut(first.request().path(), 60);
  }

  /** Returns the lines that tell all about it. */
  String[] title(Clock clock) {
    String time =
        complete()
            ? clock.between(first.start(), over)
            : clock.at(first.start()) + ", not complete";
    if (count > 1) {
      String ids = " exchanges, " + first.id() + " to " + last.id() + ", " + status().words;
      return new String[] {TextReport.count(count) + ids, time};
    }
    String what =
        first.id()
            + " "
            + Printable.cut(first.request().method(), 20)
            + " "
            + Printable.cut(first.request().path(), 200)
            + " "
            + outcome(first);
    return note.isEmpty() ? new String[] {what, time} : new String[] {what, time, note};
  }

  /** Returns the status in digits, with what is wrong where something is. */
  static String outcome(RecordedExchange exchange) {
    if (exchange.response().isEmpty()) {
      return "no response";
    }
    RecordedResponse response = exchange.response().get();
    return response.status() + (response.complete() ? "" : ", cut short");
  }
}
