package io.github.connectionprobe.examples;

import static java.util.stream.Collectors.joining;

/** Takes out of a failure message what differs from run to run and from machine to machine. */
final class RunText {

  private RunText() {}

  static String withoutWhatVaries(String message) {
    // What it costs is told with the ports of this machine, in as many lines as that takes.
    String withoutCost = message.replaceFirst("(?s)\nAt [\\d,]+ such requests a second .*", "");
    return withoutCost.lines().map(RunText::line).collect(joining("\n")).strip();
  }

  private static String line(String line) {
    return line.replaceAll("(localhost|127\\.0\\.0\\.1):\\d+", "$1:PORT")
        .replaceAll("\\d+(\\.\\d+)? (ms|s)\\b", "TIME")
        // Both peers hang up after "Connection: close", whichever comes first.
        .replaceAll("((half-)?closed by (client|server): .*|open)$", "STATE")
        // Columns are as wide as what stands in them.
        .replaceAll("(?<=\\S) +", " ")
        .stripTrailing();
  }
}
