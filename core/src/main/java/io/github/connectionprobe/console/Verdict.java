package io.github.connectionprobe.console;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.diagnosis.JvmEvidence;
import io.github.connectionprobe.diagnosis.Responsible;
import io.github.connectionprobe.diagnosis.UnreadBodies;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.RecordingSource;
import io.github.connectionprobe.socket.KernelSettings;
import io.github.connectionprobe.socket.SocketFacts;
import io.github.connectionprobe.socket.UnreadResponses;
import java.util.List;

/**
 * What a watch comes to.
 *
 * @param recording everything recorded
 * @param diagnosis what it means
 * @param sockets what the operating system showed of it at the end
 * @param settings the machine's settings
 */
record Verdict(
    Recording recording, Diagnosis diagnosis, SocketFacts sockets, KernelSettings settings) {

  static Verdict of(Recording recording, RecordingSource source) {
    return new Verdict(
        recording, diagnose(recording, source), SocketFacts.of(recording), KernelSettings.read());
  }

  private static Diagnosis diagnose(Recording recording, RecordingSource source) {
    Diagnosis diagnosis = Diagnosis.of(recording);
    return diagnosis.mayBeLeak()
        ? Diagnosis.of(
            recording,
            JvmEvidence.none(),
            new UnreadBodies(UnreadResponses.find(recording, source)))
        : diagnosis;
  }

  /** Returns how many connections had no upstream. */
  int withoutUpstream() {
    return (int)
        recording.connections().stream().filter(it -> it.upstreamFailure().isPresent()).count();
  }

  /** Returns the connections that the client or the server could have spared. */
  List<Explanation> lost() {
    return diagnosis.explanations().stream()
        .filter(
            it -> it.responsible() == Responsible.CLIENT || it.responsible() == Responsible.SERVER)
        .toList();
  }

  /** Returns whether any exchange was seen: of others nobody can say whether reuse held. */
  boolean somethingToJudge() {
    return recording.exchangeCount() > 0;
  }

  int exitCode() {
    if (!somethingToJudge() || withoutUpstream() > 0) {
      return ExitCode.TROUBLE;
    }
    return lost().isEmpty() ? ExitCode.HELD : ExitCode.LOST;
  }
}
