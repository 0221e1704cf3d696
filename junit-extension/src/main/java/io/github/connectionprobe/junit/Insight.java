package io.github.connectionprobe.junit;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.jvm.JvmWitness;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What a probe's recording means, in the light of what the JVM knows where that is needed. */
final class Insight {

  /** The JUnit configuration parameter that switches the JVM's evidence off. */
  static final String PARAMETER = "connectionprobe.jvmEvidence";

  private final @Nullable JvmWitness witness;

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

  /** Asks the JVM only where the recording alone leaves several causes. */
  Diagnosis into(Recording recording) {
    Diagnosis diagnosis = Diagnosis.of(recording);
    boolean open = diagnosis.explanations().stream().anyMatch(e -> !e.candidates().isEmpty());
    if (witness == null || !open) {
      return diagnosis;
    }
    int connections =
        recording.connections().stream().mapToInt(RecordedConnection::number).max().orElse(0);
    return Diagnosis.of(recording, witness.evidence(connections));
  }
}
