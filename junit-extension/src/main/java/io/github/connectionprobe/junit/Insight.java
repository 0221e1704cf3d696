package io.github.connectionprobe.junit;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.JvmEvidence;
import io.github.connectionprobe.diagnosis.UnreadBodies;
import io.github.connectionprobe.jvm.JvmWitness;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.RecordingSource;
import io.github.connectionprobe.socket.UnreadResponses;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What a probe's recording means, in the light of what JVM and kernel know where that is needed.
 */
final class Insight {

  /** The JUnit configuration parameter that switches the JVM's evidence off. */
  static final String PARAMETER = "connectionprobe.jvmEvidence";

  private final @Nullable JvmWitness witness;
  private volatile @Nullable Latest latest;

  /**
   * What was found last.
   *
   * @param diagnosis what was found
   * @param alone whether in the recording alone, so that only a new fact in it changes anything
   */
  private record Latest(Diagnosis diagnosis, boolean alone) {

    boolean holdsFor(Recording recording) {
      return diagnosis.recording().equals(recording)
          || (alone && sameFacts(diagnosis.recording(), recording));
    }
  }

  private Insight(@Nullable JvmWitness witness) {
    this.witness = witness;
  }

  /**
   * Returns the insight that the build asks for.
   *
   * @throws ExtensionConfigurationException if the configuration parameter says nothing known
   */
  static Insight in(ExtensionContext context) {
    String value = context.getConfigurationParameter(PARAMETER).orElse("true").strip();
    if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
      throw new ExtensionConfigurationException(
          "The JUnit configuration parameter "
              + PARAMETER
              + " is \""
              + value
              + "\". Set it to true or false, or remove it.");
    }
    return new Insight(value.equalsIgnoreCase("true") ? new JvmWitness() : null);
  }

  Optional<StackTraceElement> callSite() {
    return witness == null ? Optional.empty() : witness.connectionOpened();
  }

  /**
   * Asks the JVM only where the recording alone leaves several causes, and the operating system
   * only where a leaked response is among them.
   *
   * @param source where the recording was read from
   */
  Diagnosis into(Recording recording, RecordingSource source) {
    Latest known = latest;
    if (known != null && known.holdsFor(recording)) {
      // A message asks again, and is to say what the assertion found.
      return known.diagnosis();
    }
    Diagnosis diagnosis = Diagnosis.of(recording);
    boolean open = diagnosis.explanations().stream().anyMatch(e -> !e.candidates().isEmpty());
    boolean alone = !open && !diagnosis.mayBeLeak();
    if (!alone) {
      UnreadBodies unread =
          diagnosis.mayBeLeak()
              ? new UnreadBodies(UnreadResponses.find(recording, source))
              : UnreadBodies.none();
      JvmEvidence evidence = open ? evidence(recording) : JvmEvidence.none();
      diagnosis = Diagnosis.of(recording, evidence, unread);
    }
    latest = new Latest(diagnosis, alone);
    return diagnosis;
  }

  /** Nothing has happened between the two but that time went by. */
  private static boolean sameFacts(Recording earlier, Recording later) {
    return earlier.from().equals(later.from()) && earlier.connections().equals(later.connections());
  }

  private JvmEvidence evidence(Recording recording) {
    int connections =
        recording.connections().stream().mapToInt(RecordedConnection::number).max().orElse(0);
    return witness == null ? JvmEvidence.none() : witness.evidence(connections);
  }
}
