package io.github.connectionprobe.socket;

import static java.util.Objects.requireNonNull;

/**
 * Which process holds a socket.
 *
 * <pre>{@code
 * facts.connection(1).client().owner().toString(); // "this JVM", or "curl (pid 4711)"
 * }</pre>
 *
 * @param kind whose it is
 * @param pid the process, or 0 where there is none or it is not known
 * @param command the process's short name; empty where there is none or it is not known
 */
public record SocketOwner(Kind kind, long pid, String command) {

  /** Whose a socket can be. */
  public enum Kind {
    /** This JVM's own. */
    THIS_JVM,
    /** Another process's. */
    OTHER_PROCESS,
    /** Nobody's: its process has closed it, or has not accepted it yet. */
    NOBODY,
    /** Not known: its process may not be looked into, or has just let go of it. */
    UNKNOWN
  }

  static final SocketOwner NOBODY = new SocketOwner(Kind.NOBODY, 0, "");
  static final SocketOwner UNKNOWN = new SocketOwner(Kind.UNKNOWN, 0, "");

  /** Checks that nothing is missing. */
  public SocketOwner {
    requireNonNull(kind, "kind");
    requireNonNull(command, "command");
  }

  /** Returns words for messages. */
  @Override
  public String toString() {
    return switch (kind) {
      case THIS_JVM -> "this JVM";
      case OTHER_PROCESS -> command + " (pid " + pid + ")";
      case NOBODY -> "no process";
      case UNKNOWN -> "a process that cannot be looked into";
    };
  }
}
