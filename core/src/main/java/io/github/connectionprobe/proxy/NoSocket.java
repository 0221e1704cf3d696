package io.github.connectionprobe.proxy;

import java.net.BindException;

/** What the operating system says when it has no socket to give, and what to do about it. */
final class NoSocket {

  private static final String DESCRIPTORS =
      " (this process has no file descriptor left: close what is not used, or raise \"ulimit -n\")";

  private static final String PORTS =
      " (no ephemeral port is left for this destination: see net.ipv4.ip_local_port_range, and look"
          + " for connections that are opened and closed again and again)";

  private NoSocket() {}

  /** Returns the words of the innermost cause, with advice where there is some. */
  static String why(Throwable failed) {
    Throwable cause = failed;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return withAdvice(cause);
  }

  /** Returns its message, with advice where there is some. */
  static String withAdvice(Throwable failed) {
    String message = String.valueOf(failed.getMessage());
    if (message.contains("Too many open files")) {
      return message + DESCRIPTORS;
    }
    // Nothing is bound on the way to an upstream but an ephemeral port.
    return failed instanceof BindException ? message + PORTS : message;
  }
}
