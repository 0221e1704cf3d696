package io.github.connectionprobe.junit;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.report.TimelinePage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The files that one test leaves behind, each written once, when it is first spoken of. */
final class TestArtifacts {

  private static final System.Logger LOG = System.getLogger("io.github.connectionprobe");

  /** The folders that were found not to take files, so that the log names each of them once. */
  private static final Set<Path> REFUSED = ConcurrentHashMap.newKeySet();

  /**
   * What came of a file.
   *
   * @param problem why it is not there; empty where it is
   */
  private record Written(Path file, String problem) {

    String mention() {
      return "Timeline: " + file + (problem.isEmpty() ? "" : " could not be written: " + problem);
    }
  }

  private final ExtensionContext context;
  private final ReportSettings settings;
  private final IdentityHashMap<Use, Written> written = new IdentityHashMap<>();
  private final Set<String> names = new HashSet<>();

  private TestArtifacts(ExtensionContext context) {
    this.context = context;
    this.settings = ReportSettings.of(context);
  }

  static TestArtifacts of(ExtensionContext test) {
    return Stores.of(test)
        .getOrComputeIfAbsent(
            Stores.keyOf(test, TestArtifacts.class),
            key -> new TestArtifacts(test),
            TestArtifacts.class);
  }

  /** Writes what a failed test leaves behind of a probe, and says where it is. */
  synchronized Optional<String> ofFailure(Use use) {
    return policy(use) == Artifacts.NEVER ? Optional.empty() : write(use).map(Written::mention);
  }

  /** Writes what a test leaves behind that has passed. */
  synchronized void ofSuccess(Use use) {
    if (policy(use) == Artifacts.ALWAYS) {
      write(use);
    }
  }

  /** Returns where the probe's timeline is, from the folder of the whole build. */
  synchronized Optional<String> address(Use use) {
    return Optional.ofNullable(written.get(use))
        .filter(file -> file.problem().isEmpty())
        .map(file -> settings.directory().relativize(file.file()).toString().replace('\\', '/'));
  }

  private Artifacts policy(Use use) {
    Artifacts own = use.settings().artifacts();
    return own == Artifacts.INHERIT ? settings.artifacts() : own;
  }

  private Optional<Written> write(Use use) {
    Written present = written.get(use);
    if (present != null) {
      return Optional.of(present);
    }
    Recording recording = use.window().recording();
    if (recording.connections().isEmpty()) {
      return Optional.empty();
    }
    Path folder = settings.directory().resolve(TestPlace.of(context));
    Path file = folder.resolve(free(FileNames.safe(use.probe().name())) + ".html");
    Written now = new Written(file, write(file, use.window().diagnose(recording)));
    written.put(use, now);
    if (now.problem().isEmpty()) {
      attach(file);
    }
    return Optional.of(now);
  }

  private String free(String name) {
    String free = name;
    for (int i = 2; !names.add(free.toLowerCase(Locale.ROOT)); i++) {
      free = name + "." + i;
    }
    return free;
  }

  private String write(Path file, Diagnosis diagnosis) {
    try {
      TimelinePage page = TimelinePage.of(diagnosis).ofTest(TestPlace.name(context));
      AtomicFile.write(file, page.toString());
      return "";
    } catch (IOException | RuntimeException failed) {
      // A picture that is missing is no reason for a test to fail.
      if (REFUSED.add(settings.directory())) {
        LOG.log(System.Logger.Level.WARNING, "No timeline in " + settings.directory(), failed);
      }
      return failed.toString();
    }
  }

  private void attach(Path file) {
    try {
      Attachment.publish(context, file);
    } catch (LinkageError | RuntimeException unable) {
      // JUnit below 5.12 has no attachments, and whoever runs it may have no place for them.
      LOG.log(System.Logger.Level.DEBUG, "{0} is not attached: {1}", file, unable);
    }
  }
}
