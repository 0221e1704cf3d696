package io.github.connectionprobe.proxy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

  /**
   * Sessions with one host that follow from one another.
   *
   * @param host whom with
   * @param port the number that stands for them, above every real port
   */
  record Line(String host, int port) {}

  /** Above every real port, so that a user's context does not mix them up. */
  private static final int FIRST = 100_000;

  /** A client that offers to resume has no more sessions at hand than this. */
  private static final int MAX_KEPT = 1_024;

  private final Map<String, Deque<Line>> free = new HashMap<>();
  private final Map<String, Line> latest = new HashMap<>();
  private int last = FIRST;

  /** Returns the line for a new connection to that host. */
  Line take(String host, boolean resume) {
    Line line = resume ? used(host) : null;
    if (line == null) {
      line = new Line(host, ++last);
      latest.put(host, line);
    }
    return line;
  }

  private @Nullable Line used(String host) {
    Line line = free.getOrDefault(host, new ArrayDeque<>()).pollLast();
    // Where others are about to resume all there are, TLS 1.2 lets them share one.
    return line == null ? latest.get(host) : line;
  }

  /** Returns a line whose connection has a session by now. */
  void give(Line line) {
    Deque<Line> others = free.computeIfAbsent(line.host(), any -> new ArrayDeque<>());
    others.remove(line);
    others.addLast(line);
    if (others.size() > MAX_KEPT) {
      others.removeFirst();
    }
  }
}
