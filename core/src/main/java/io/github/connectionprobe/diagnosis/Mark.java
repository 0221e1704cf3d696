package io.github.connectionprobe.diagnosis;

import static java.util.Objects.requireNonNull;

/**
 * The one line of a report on which a cause can be seen.
 *
 * @param connection the number of the connection
 * @param exchange the number of the exchange on it; 0 for the connection as such, as where its end
 *     is what matters
 * @param note what to look at there, such as {@code request: Connection: close}; may be empty
 */
public record Mark(int connection, long exchange, String note) {

  /** Checks that nothing is missing. */
  public Mark {
    requireNonNull(note, "note");
  }

  static Mark on(int connection) {
    return new Mark(connection, 0, "");
  }
}
