package io.github.connectionprobe.diagnosis;

import java.util.Map;

/**
 * What is known of responses that arrived in the client's socket and were left there. It is the
 * certain sign of a response that was never closed, and the recording cannot show it: a probe sees
 * what it passes on, and not what becomes of it.
 *
 * <pre>{@code
 * UnreadBodies unread = new UnreadBodies(UnreadResponses.find(recording, probe));
 * Diagnosis diagnosis = Diagnosis.of(recording, JvmEvidence.none(), unread);
 * }</pre>
 *
 * @param bytes how many bytes of a connection's last response stay unread, by connection number;
 *     only what was confirmed, for a client may be about to read them
 */
public record UnreadBodies(Map<Integer, Long> bytes) {

  private static final UnreadBodies NONE = new UnreadBodies(Map.of());

  /** Copies the map. */
  public UnreadBodies {
    bytes = Map.copyOf(bytes);
  }

  /** Returns what says nothing, for where nobody looked, or nothing was found. */
  public static UnreadBodies none() {
    return NONE;
  }

  long of(Timeline timeline) {
    return bytes.getOrDefault(timeline.number(), 0L);
  }
}
