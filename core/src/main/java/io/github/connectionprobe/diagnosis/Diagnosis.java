package io.github.connectionprobe.diagnosis;

import static java.util.Objects.requireNonNull;

import io.github.connectionprobe.recording.Recording;
import java.util.List;
import java.util.Optional;

/**
 * What a recording means. The numbers always add up: the connections opened are those needed and
 * those explained.
 *
 * <pre>{@code
 * Diagnosis diagnosis = Diagnosis.of(probe.recording());
 * diagnosis.opened();     // 2
 * diagnosis.needed();     // 1
 * diagnosis.avoidable();  // #2: request-close
 * }</pre>
 *
 * @param recording what was diagnosed
 * @param needed the smallest number of new connections that would have served, given those carried
 *     over
 * @param explanations one for every other connection opened, by connection number
 */
public record Diagnosis(Recording recording, int needed, List<Explanation> explanations) {

  /** Copies the list and checks that the numbers add up. */
  public Diagnosis {
    requireNonNull(recording, "recording");
    explanations = List.copyOf(explanations);
    if (needed + explanations.size() != recording.opened()) {
      throw new IllegalArgumentException(
          "A diagnosis must account for each of the "
              + recording.opened()
              + " connections opened, but "
              + needed
              + " needed and "
              + explanations.size()
              + " explained were given.");
    }
  }

  /** Returns what the recording alone means. */
  public static Diagnosis of(Recording recording) {
    return of(recording, JvmEvidence.none());
  }

  /**
   * Returns what the recording means in the light of what the JVM knows.
   *
   * @param recording what the probe saw
   * @param evidence what is known of the HTTP clients in the JVM of the code under test
   */
  public static Diagnosis of(Recording recording, JvmEvidence evidence) {
    return of(recording, evidence, UnreadBodies.none());
  }

  /**
   * Returns what the recording means in the light of what the JVM and the operating system know.
   *
   * @param recording what the probe saw
   * @param evidence what is known of the HTTP clients in the JVM of the code under test
   * @param unread what is known of responses left in the clients' sockets
   */
  public static Diagnosis of(Recording recording, JvmEvidence evidence, UnreadBodies unread) {
    return PerDestination.diagnose(recording, evidence, unread);
  }

  /** Returns how many connections were opened: needed and explained ones. */
  public int opened() {
    return recording.opened();
  }

  /**
   * Returns the largest number of exchanges in flight at once, as the client could see it: an
   * exchange is over as soon as a peer ended its connection. Of several destinations, each of which
   * needs connections of its own, the largest number in flight to one of them.
   */
  public int peakInFlight() {
    return PerDestination.peak(recording);
  }

  /** Returns the explanations of connections that the client opened without need. */
  public List<Explanation> avoidable() {
    return explanations.stream().filter(Explanation::avoidable).toList();
  }

  /**
   * Returns whether a look at the clients' sockets may tell more: whether a response that was never
   * closed is a cause, or a candidate, and not yet observed.
   *
   * @see UnreadBodies
   */
  public boolean mayBeLeak() {
    return explanations.stream()
        .filter(explanation -> explanation.certainty() == Certainty.INFERRED)
        .anyMatch(
            explanation ->
                explanation.cause() == Cause.LEAKED_RESPONSE
                    || explanation.candidates().contains(Cause.LEAKED_RESPONSE));
  }

  /**
   * Returns why a connection was opened; nothing for one that was needed.
   *
   * @param connectionNumber the number of the connection
   */
  public Optional<Explanation> of(int connectionNumber) {
    return explanations.stream().filter(e -> e.connection() == connectionNumber).findFirst();
  }
}
