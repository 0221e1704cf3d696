package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.recording.RecordedResponse;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The parameters of a response's {@code Keep-Alive} field: a hint by the server, never
 * standardised, that most clients obey.
 *
 * @param timeout for how many seconds the server keeps the idle connection; -1 where not said
 * @param max how many more requests it allows; -1 where not said
 */
record KeepAliveField(long timeout, long max) {

  static KeepAliveField of(RecordedResponse response) {
    long timeout = -1;
    long max = -1;
    for (String value : response.headers().all("keep-alive")) {
      for (String parameter : value.split(",", -1)) {
        String[] parts = parameter.strip().toLowerCase(Locale.ROOT).split("\\s*=\\s*", 2);
        if (parts.length == 2 && parts[1].matches("\\d{1,9}")) {
          long number = Long.parseLong(parts[1]);
          timeout = parts[0].equals("timeout") ? number : timeout;
          max = parts[0].equals("max") ? number : max;
        }
      }
    }
    return new KeepAliveField(timeout, max);
  }

  /** Returns the timeout in nanoseconds, or a very long time where there is none. */
  long timeoutNanos() {
    return timeout < 0 ? Long.MAX_VALUE : TimeUnit.SECONDS.toNanos(timeout);
  }

  @Override
  public String toString() {
    String first = timeout < 0 ? "" : "timeout=" + timeout;
    String second = max < 0 ? "" : "max=" + max;
    return "Keep-Alive: " + first + (first.isEmpty() || second.isEmpty() ? "" : ", ") + second;
  }
}
