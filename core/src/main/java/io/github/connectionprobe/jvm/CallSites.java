package io.github.connectionprobe.jvm;

import java.util.Map;
import java.util.Optional;

/**
 * Finds the code that is opening a connection at this moment, by looking at what all threads do.
 *
 * <pre>{@code
 * CallSites.current(); // OrderClient.find(OrderClient.java:42)
 * }</pre>
 *
 * <p>It works while the caller waits for the connection it asked for, as it does with blocking
 * clients: it is then inside an HTTP client, and the first frame behind that client which belongs
 * neither to a library nor to the JDK is the call site. Where threads differ, nothing is said
 * rather than something wrong. Virtual threads are not seen.
 *
 * <p>Safe for use by several threads. A call costs a snapshot of all stacks, some 20 µs a thread.
 */
public final class CallSites {

  private CallSites() {}

  /** Returns the place in the code under test that is inside an HTTP client, where there is one. */
  public static Optional<StackTraceElement> current() {
    return in(Thread.getAllStackTraces(), Thread.currentThread());
  }

  static Optional<StackTraceElement> in(Map<Thread, StackTraceElement[]> stacks, Thread ignored) {
    Candidates clients = new Candidates();
    Candidates sockets = new Candidates();
    stacks.forEach(
        (thread, stack) -> {
          if (thread != ignored) {
            int client = deepest(stack, Frames::isHttpClient);
            if (client >= 0) {
              clients.add(firstOfApplication(stack, client));
            } else {
              sockets.add(firstOfApplication(stack, deepest(stack, Frames::isClientSocket)));
            }
          }
        });
    return clients.none() ? sockets.only() : clients.only();
  }

  /**
   * The deepest, because code of the application may stand between, an interceptor for instance.
   */
  private static int deepest(
      StackTraceElement[] stack, java.util.function.Predicate<StackTraceElement> frames) {
    for (int i = stack.length - 1; i >= 0; i--) {
      if (frames.test(stack[i])) {
        return i;
      }
    }
    return -1;
  }

  private static Optional<StackTraceElement> firstOfApplication(
      StackTraceElement[] stack, int from) {
    for (int i = from + 1; from >= 0 && i < stack.length; i++) {
      if (!Frames.isLibrary(stack[i])) {
        return Optional.of(stack[i]);
      }
    }
    return Optional.empty();
  }

  /** Call sites found so far, as long as they are one. */
  private static final class Candidates {
    private Optional<StackTraceElement> site = Optional.empty();
    private boolean several;

    void add(Optional<StackTraceElement> found) {
      if (found.isPresent()) {
        several |= site.isPresent() && !site.equals(found);
        site = found;
      }
    }

    boolean none() {
      return site.isEmpty();
    }

    Optional<StackTraceElement> only() {
      return several ? Optional.empty() : site;
    }
  }
}
