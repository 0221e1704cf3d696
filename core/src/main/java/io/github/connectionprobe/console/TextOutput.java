package io.github.connectionprobe.console;

import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** Lines for people. On a terminal the last one holds running totals and is written over. */
final class TextOutput implements Output {

  private static final String START_OF_LINE_AND_CLEAR = "\r\u001b[K";

  private final PrintStream out;
  private final boolean terminal;
  private Duration zero = Duration.ZERO;
  private boolean factsShown;

  TextOutput(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public void started(Recording recording, String address) {
    out.println("Listening on " + address + " and relaying to " + recording.upstream() + ".");
    out.println("Point the client at " + address + "; Ctrl-C ends the watch.");
    totals(recording);
    out.flush();
  }

  @Override
  public void happened(List<Fact> facts, Recording recording) {
    if (!factsShown) {
      // Times count from the first connection, as in the report at the end.
      zero = facts.get(0).at();
      factsShown = true;
    }
    clearTotals();
    for (Fact fact : facts) {
      out.printf(
          "%12s  %-5s %-15s %s%n",
          "+" + Words.millis(fact.at().minus(zero)), fact.id(), fact.event(), fact.words());
    }
    totals(recording);
    out.flush();
  }

  private void totals(Recording recording) {
    if (terminal) {
      long inFlight =
          recording.connections().stream()
              .filter(it -> it.open())
              .flatMap(it -> it.exchanges().stream())
              .filter(it -> !it.complete())
              .count();
      out.print(
          Words.counted(recording.opened(), "connection")
              + " ("
              + recording.stillOpen()
              + " open), "
              + Words.counted(recording.exchangeCount(), "exchange")
              + " ("
              + inFlight
              + " in flight), FIN "
              + recording.fins(Side.CLIENT)
              + " by client "
              + recording.fins(Side.SERVER)
              + " by server, RST "
              + recording.resets(Side.CLIENT)
              + " and "
              + recording.resets(Side.SERVER));
    }
  }

  private void clearTotals() {
    if (terminal) {
      out.print(START_OF_LINE_AND_CLEAR);
    }
  }

  @Override
  public void ended(Verdict verdict) {
    clearTotals();
    out.println();
    VerdictText.lines(verdict).forEach(out::println);
    out.flush();
  }

  @Override
  public boolean failed() {
    return out.checkError();
  }
}
