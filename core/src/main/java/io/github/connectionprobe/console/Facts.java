package io.github.connectionprobe.console;

import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds what is new in a recording, compared with an earlier one of the same probe. */
final class Facts {

  private Facts() {}

  /** Returns the facts that the earlier recording did not have, in the order they happened. */
  static List<Fact> between(Recording before, Recording now) {
    List<Fact> facts = new ArrayList<>();
    List<RecordedConnection> known = before.connections();
    for (int i = 0; i < now.connections().size(); i++) {
      RecordedConnection connection = now.connections().get(i);
      if (i >= known.size()) {
        new ConnectionFacts(null, connection, facts).add();
      } else if (known.get(i) != connection) {
        // A connection to which nothing happened is the same object in both.
        new ConnectionFacts(known.get(i), connection, facts).add();
      }
    }
    // Sorting keeps the order of a connection's own facts where their times are equal.
    facts.sort(Comparator.comparing(Fact::at));
    return facts;
  }
}
