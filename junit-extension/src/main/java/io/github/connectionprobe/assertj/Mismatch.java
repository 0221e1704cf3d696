package io.github.connectionprobe.assertj;

import static io.github.connectionprobe.assertj.Words.be;
import static io.github.connectionprobe.assertj.Words.count;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.report.TextReport;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was expected and what was found instead.
 *
 * @param sentence continues “Expecting probe …”, without a full stop
 * @param actual what was found, for an IDE's comparison
 * @param expected what was expected, for an IDE's comparison
 */
record Mismatch(String sentence, Object actual, Object expected) {

  static Mismatch of(Object actual, Object expected, String sentence, Object... parts) {
    return new Mismatch(sentence.formatted(parts), actual, expected);
  }

  static Mismatch opened(Recording seen, String bound, int expected) {
    String wanted = bound + count(expected, "connection");
    return of(
        count(seen.opened(), "connection"),
        wanted,
        "to have opened %s but it %s",
        wanted,
        seen.opened() > expected ? openedBy(seen) : "opened " + seen.opened());
  }

  static Mismatch exchanges(Recording seen, long expected) {
    return of(
        count(seen.exchangeCount(), "exchange"),
        count(expected, "exchange"),
        "to have served %s but it served %d",
        count(expected, "exchange"),
        seen.exchangeCount());
  }

  static Mismatch notReused(Recording seen) {
    return of(
        "no reused connection",
        "a reused connection",
        seen.connections().isEmpty()
            ? "to have reused a connection but it had none"
            : "to have reused a connection but none of its %s was used twice",
        count(seen.connections().size(), "connection"));
  }

  static Mismatch some(String kind, int actual) {
    return of(
        count(actual, kind), count(0, kind), "to have seen no %s but it saw %d", kind, actual);
  }

  static Mismatch somePeers(String kind, String peer, int actual) {
    return of(
        count(actual, kind),
        count(0, kind),
        "to have seen no %s from the %s but it saw %d",
        kind,
        peer,
        actual);
  }

  static Mismatch some(String state, List<RecordedConnection> actual, Recording seen) {
    return of(
        numbers(actual),
        "none",
        "to have no %s connection but %d of %d %s: %s",
        state,
        actual.size(),
        seen.connections().size(),
        be(actual.size()),
        numbers(actual));
  }

  static Mismatch incomplete(Recording seen) {
    List<String> incomplete = Facts.incomplete(seen);
    return of(
        incomplete,
        List.of(),
        "to have only complete exchanges but %d of %d %s not: %s",
        incomplete.size(),
        seen.exchangeCount(),
        be(incomplete.size()),
        firstFew(incomplete));
  }

  static Mismatch avoidable(Recording seen) {
    int avoidable = Facts.avoidable(seen);
    return of(
        count(avoidable, "avoidable connection"),
        count(0, "avoidable connection"),
        "to have opened no avoidable connection but it %s",
        openedBy(seen));
  }

  static Mismatch causes(Recording seen, Set<Cause> expected) {
    Set<Cause> actual = Facts.causes(seen);
    return of(
        ids(actual),
        ids(expected),
        "to have lost reuse because of %s but it %s",
        ids(expected),
        actual.isEmpty() ? "lost none" : "was because of " + ids(actual));
  }

  static Mismatch missing(Recording seen, int number) {
    String there = seen.connections().isEmpty() ? "none" : numbers(seen.connections());
    return of(there, "#" + number, "to have a connection #%d but it has %s", number, there);
  }

  /** Both numbers, where a smaller one would have done. */
  private static String openedBy(Recording seen) {
    Diagnosis diagnosis = Diagnosis.of(seen);
    return diagnosis.needed() < diagnosis.opened()
        ? TextReport.numbers(diagnosis)
        : "opened " + diagnosis.opened();
  }

  private static String numbers(List<RecordedConnection> connections) {
    return firstFew(connections.stream().map(connection -> "#" + connection.number()).toList());
  }

  private static String firstFew(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(10, names.size())))
        + (names.size() > 10 ? " and " + (names.size() - 10) + " more" : "");
  }

  private static String ids(Set<Cause> causes) {
    return causes.stream().map(Cause::id).collect(Collectors.joining(" and "));
  }
}
