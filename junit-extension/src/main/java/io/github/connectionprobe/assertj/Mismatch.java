package io.github.connectionprobe.assertj;

import static io.github.connectionprobe.assertj.Words.be;
import static io.github.connectionprobe.assertj.Words.count;
import static io.github.connectionprobe.assertj.Words.firstFew;

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

  static Mismatch opened(Diagnosis seen, String bound, int expected) {
    String wanted = bound + count(expected, "connection");
    String found = seen.opened() > expected ? openedBy(seen) : "opened " + seen.opened();
    return new Mismatch(
        "to have opened " + wanted + " but it " + found,
        count(seen.opened(), "connection"),
        wanted);
  }

  static Mismatch exchanges(String carried, long actual, long expected) {
    String wanted = count(expected, "exchange");
    return new Mismatch(
        "to have " + carried + " " + wanted + " but it " + carried + " " + actual,
        count(actual, "exchange"),
        wanted);
  }

  static Mismatch notReused(Recording seen) {
    int connections = seen.connections().size();
    String found =
        connections == 0
            ? "it had none"
            : "none of its " + count(connections, "connection") + " was used twice";
    return new Mismatch(
        "to have reused a connection but " + found, "no reused connection", "a reused connection");
  }

  static Mismatch some(String kind, String from, int actual) {
    return new Mismatch(
        "to have seen no " + kind + from + " but it saw " + actual,
        count(actual, kind),
        count(0, kind));
  }

  static Mismatch some(String state, List<RecordedConnection> actual, Recording seen) {
    String numbers = numbers(actual);
    return new Mismatch(
        "to have no "
            + state
            + " connection but "
            + share(actual, seen.connections().size())
            + ": "
            + numbers,
        numbers,
        "none");
  }

  static Mismatch incomplete(Recording seen) {
    List<String> incomplete = Facts.incomplete(seen);
    return new Mismatch(
        "to have only complete exchanges but "
            + share(incomplete, seen.exchangeCount())
            + " not: "
            + firstFew(incomplete),
        incomplete,
        List.of());
  }

  static Mismatch avoidable(Diagnosis seen) {
    return new Mismatch(
        "to have opened no avoidable connection but it " + openedBy(seen),
        count(seen.avoidable().size(), "avoidable connection"),
        count(0, "avoidable connection"));
  }

  static Mismatch causes(Diagnosis seen, Set<Cause> expected) {
    Set<Cause> actual = Facts.causes(seen);
    String found = actual.isEmpty() ? "lost none" : "was because of " + ids(actual);
    return new Mismatch(
        "to have lost reuse because of " + ids(expected) + " but it " + found,
        ids(actual),
        ids(expected));
  }

  static Mismatch missing(Recording seen, int number) {
    String there = seen.connections().isEmpty() ? "none" : numbers(seen.connections());
    return new Mismatch(
        "to have a connection #" + number + " but it has " + there, there, "#" + number);
  }

  private static String share(List<?> part, long whole) {
    return part.size() + " of " + whole + " " + be(part.size());
  }

  /** Both numbers, where a smaller one would have done. */
  private static String openedBy(Diagnosis diagnosis) {
    return diagnosis.needed() < diagnosis.opened()
        ? TextReport.numbers(diagnosis)
        : "opened " + diagnosis.opened();
  }

  private static String numbers(List<RecordedConnection> connections) {
    return firstFew(connections.stream().map(connection -> "#" + connection.number()).toList());
  }

  private static String ids(Set<Cause> causes) {
    return causes.stream().map(Cause::id).collect(Collectors.joining(" and "));
  }
}
