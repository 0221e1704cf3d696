package io.github.connectionprobe.junit;

import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.report.TextReport;
import java.io.Serial;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * What a probe saw in a test that failed for another reason: printed with that reason, as a
 * suppressed exception, because that is what every console and every report shows.
 */
final class RecordedTraffic extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private RecordedTraffic(String message) {
    super(message, null, false, false);
  }

  static Throwable addTo(Throwable thrown, ExtensionContext context, Object owner) {
    if (thrown instanceof TestAbortedException || context.getTestMethod().isEmpty()) {
      return thrown;
    }
    for (Use use : TestProbes.of(context).ownedBy(owner)) {
      Recording recording = use.window().recording();
      String heading = TextReport.heading(recording);
      if (!alreadyTold(thrown, heading)) {
        thrown.addSuppressed(new RecordedTraffic(message(use, recording, heading)));
      }
      addFile(thrown, context, use);
    }
    return thrown;
  }

  /** Says where the probe's file is, where no message has done so yet. */
  static void addFile(Throwable thrown, ExtensionContext context, Use use) {
    TestArtifacts.of(context)
        .ofFailure(use)
        .filter(file -> !alreadyTold(thrown, file))
        .ifPresent(file -> thrown.addSuppressed(new RecordedTraffic(file)));
  }

  /** Where an assertion on the probe failed, its message has it all. */
  private static boolean alreadyTold(Throwable thrown, String heading) {
    return String.valueOf(thrown.getMessage()).contains(heading);
  }

  private static String message(Use use, Recording recording, String heading) {
    String remark = ProbeAssert.remark(use.window());
    return recording.connections().isEmpty()
        ? heading + " saw no connection."
        : heading
            + " saw "
            + recording.exchangeCount()
            + (recording.exchangeCount() == 1 ? " exchange" : " exchanges")
            + " on "
            + recording.connections().size()
            + (recording.connections().size() == 1 ? " connection" : " connections")
            + ":\n\n"
            + TextReport.of(use.window().diagnose(recording))
            + (remark.isEmpty() ? "" : "\n\n" + remark);
  }
}
