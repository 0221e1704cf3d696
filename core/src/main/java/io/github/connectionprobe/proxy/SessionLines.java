package io.github.connectionprobe.proxy;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps the upstream's view of resumption what the client's is: where the client shakes hands anew,
 * so does the proxy; where the client offers to resume a session, so does the proxy.
 *
 * <p>Java remembers a session under the host and port that an engine was made for, and asks the
 * port for nothing else. So a <em>line</em> of sessions that follow from one another is a made-up
 * port: an engine with a new one has nothing to resume.
 *
 * <p>Not thread-safe: belongs to its loop's thread.
 */
final class SessionLines {

  /** Above every real port, so that a user's context does not mix them up. */
  private static final int FIRST = 100_000;

  /** A client that offers to resume has no more sessions at hand than this. */
  private static final int MAX_KEPT = 1_024;

  private final Deque<Integer> free = new ArrayDeque<>();
  private int last = FIRST;

  /** Returns the line for a new connection. */
  int take(boolean resume) {
    if (!resume || last == FIRST) {
      return ++last;
    }
    Integer line = free.pollLast();
    return line == null ? last : line;
  }

  /** Returns a line whose connection has a session by now. */
  void give(int line) {
    free.remove(line);
    free.addLast(line);
    if (free.size() > MAX_KEPT) {
      free.removeFirst();
    }
  }
}
