package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.recording.Upgrade;
import java.util.Optional;

/** Connections that carry no HTTP any more, because a client wanted it so: never a loss. */
final class Upgrades {

  private Upgrades() {}

  /** Returns what ended HTTP on a connection; HTTP/2 is HTTP. */
  static Optional<Upgrade> of(Timeline timeline) {
    return timeline.multiplexed() ? Optional.empty() : timeline.connection.upgrade();
  }

  /** Returns true where a connection was opened for something that no pool can lend it to. */
  static boolean wanted(Timeline opened) {
    return of(opened).filter(upgrade -> upgrade.exchange() == 1).isPresent();
  }

  static Finding ofItsOwn(Timeline opened) {
    return Finding.observed(opened, Cause.UPGRADED)
        .saw(
            Words.number(opened)
                + " was opened for "
                + opened.number()
                + ".1, which turned it into "
                + what(opened)
                + ": clients take a connection of its own for that.")
        .markedAt(new Mark(opened.number(), 1, "upgraded"));
  }

  /** Judges a connection that stopped to carry HTTP before another was opened. */
  static Finding taken(Timeline opened, Timeline gone) {
    long exchange = of(gone).orElseThrow().exchange();
    return Finding.observed(opened, Cause.UPGRADED)
        .saw(
            gone.number()
                + "."
                + exchange
                + " turned "
                + Words.number(gone)
                + " into "
                + what(gone)
                + "; it carries no HTTP/1 any more.")
        .markedAt(new Mark(gone.number(), exchange, "upgraded"));
  }

  private static String what(Timeline timeline) {
    String protocol = of(timeline).orElseThrow().protocol();
    return protocol.equals("tunnel") ? "a tunnel" : protocol;
  }
}
