package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.diagnosis.Timeline.State;
import java.util.List;
import java.util.Optional;

/** Why an HTTP/2 connection was opened when the others had no room, or none that was known. */
final class Http2Openings {

  private Http2Openings() {}

  /** Judges a connection that took requests although another could have taken them later. */
  static Optional<Finding> added(Context context, Timeline opened) {
    if (!opened.multiplexed()) {
      return Optional.empty();
    }
    for (Timeline other : before(context, opened)) {
      if (opened.opened < other.ready()) {
        return Optional.of(stampede(opened, other, Finding::observed));
      }
      if (other.state(opened.opened) == State.BUSY) {
        return Optional.of(
            Finding.observed(opened, Cause.H2_STREAM_LIMIT)
                .saw(
                    Words.number(other)
                        + " had "
                        + Words.times(other.streamLimit(), "stream")
                        + " open when "
                        + Words.number(opened)
                        + " was opened: as many as the server allows.")
                .markedAt(other));
      }
    }
    return Optional.empty();
  }

  /** Judges a connection opened when another had only just become usable. */
  static Optional<Finding> raced(Timeline opened, Timeline other) {
    if (!opened.multiplexed()) {
      return Optional.empty();
    }
    if (opened.opened - other.ready() < Grace.HELD) {
      return Optional.of(stampede(opened, other, Finding::inferred));
    }
    if (other.state(opened.opened - Grace.RELEASE) != State.BUSY) {
      return Optional.of(
          Finding.inferred(opened, Cause.CONCURRENCY)
              .saw(
                  Words.number(other)
                      + " had room for another stream; with several requests at once, a thread of"
                      + " the client may just have had it in hand."));
    }
    return Optional.of(
        Finding.inferred(opened, Cause.H2_STREAM_LIMIT)
            .saw(
                Words.number(other)
                    + " had carried as many streams as the server allows until just before "
                    + Words.number(opened)
                    + " was opened.")
            .markedAt(other));
  }

  /** Judges a connection on which nothing was asked: the loser of a race, perhaps. */
  static Optional<Finding> unused(Context context, Timeline opened) {
    if (!opened.multiplexed()) {
      return Optional.empty();
    }
    return context.timelines().stream()
        .filter(other -> other != opened && other.multiplexed())
        .filter(other -> other.opened <= opened.ready() && opened.opened <= other.ready())
        .findFirst()
        .map(
            other ->
                Finding.observed(opened, Cause.H2_COLD_STAMPEDE)
                    .saw(
                        Words.number(opened)
                            + " and "
                            + Words.number(other)
                            + " were opened before the server's SETTINGS had arrived on either, and"
                            + " the client used only one of them.")
                    .markedAt(opened));
  }

  private interface Kind {
    Finding of(Timeline opened, Cause cause);
  }

  private static Finding stampede(Timeline opened, Timeline other, Kind kind) {
    String when =
        other.ready() == Timeline.NEVER
            ? "had not arrived yet."
            : opened.opened < other.ready()
                ? "arrived " + Words.span(other.ready() - opened.opened) + " later."
                : "had arrived only " + Words.span(opened.opened - other.ready()) + " before.";
    return kind.of(opened, Cause.H2_COLD_STAMPEDE)
        .saw(
            "When "
                + Words.number(opened)
                + " was opened, the client could not know yet that "
                + Words.number(other)
                + " takes several requests: the server's SETTINGS "
                + when)
        .markedAt(other);
  }

  private static List<Timeline> before(Context context, Timeline opened) {
    return context.timelines().stream()
        .filter(other -> other.multiplexed() && other.opened < opened.opened)
        .filter(other -> other.number() != opened.number() && other.lost() > opened.opened)
        .toList();
  }
}
