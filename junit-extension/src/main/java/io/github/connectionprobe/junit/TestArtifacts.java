package io.github.connectionprobe.junit;

import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.report.TimelinePage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The files that one test leaves behind, each written once, when it is first spoken of. */
final class TestArtifacts {

  private static final System.Logger LOG = System.getLogger("io.github.connectionprobe");

  /** The folders that were found not to take files, so that the log names each of them once. */
  private static final Set<Path> REFUSED = ConcurrentHashMap.newKeySet();

  private final ExtensionContext context;
  private final ReportSettings settings;
  private final IdentityHashMap<Use, List<Artifact>> written = new IdentityHashMap<>();
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
    List<Artifact> files = write(use);
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(files.stream().map(Artifact::mention).collect(Collectors.joining("\n")));
  }

  /** Writes what a test leaves behind that has passed. */
  synchronized void ofSuccess(Use use) {
    if (settings.when(use.settings()) == Artifacts.ALWAYS) {
      write(use);
    }
  }

  /** Returns where the probe's files are, from the folder of the whole build. */
  synchronized List<String> addresses(Use use) {
    return present(use).map(this::address).toList();
  }

  /** Returns where the probe's file of that kind is, from the folder of the whole build. */
  synchronized Optional<String> address(Use use, ArtifactKind kind) {
    return present(use).filter(file -> file.kind() == kind).map(this::address).findFirst();
  }

  private Stream<Artifact> present(Use use) {
    return written.getOrDefault(use, List.of()).stream().filter(Artifact::present);
  }

  private String address(Artifact artifact) {
    return settings.directory().relativize(artifact.file()).toString().replace('\\', '/');
  }

  private List<Artifact> write(Use use) {
    List<Artifact> present = written.get(use);
    if (present != null) {
      return present;
    }
    Recording recording = use.window().recording();
    Set<ArtifactKind> kinds = settings.kinds(use.settings());
    if (kinds.isEmpty() || recording.connections().isEmpty()) {
      return List.of();
    }
    Path folder = settings.directory().resolve(TestPlace.of(context));
    String name = free(FileNames.safe(use.probe().name()));
    List<Artifact> files =
        kinds.stream()
            .map(kind -> write(kind, folder.resolve(name + kind.suffix()), use, recording))
            .toList();
    written.put(use, files);
    files.stream().filter(Artifact::present).forEach(this::attach);
    return files;
  }

  private String free(String name) {
    String free = name;
    for (int i = 2; !names.add(free.toLowerCase(Locale.ROOT)); i++) {
      free = name + "." + i;
    }
    return free;
  }

  private Artifact write(ArtifactKind kind, Path file, Use use, Recording recording) {
    try {
      if (kind == ArtifactKind.CAPTURE) {
        return new Artifact(kind, file, true, use.probe().writeCapture(file));
      }
      TimelinePage page =
          TimelinePage.of(use.window().diagnose(recording)).ofTest(TestPlace.name(context));
      AtomicFile.write(file, page.toString());
      return new Artifact(kind, file, true, "");
    } catch (IOException | RuntimeException failed) {
      // A picture that is missing is no reason for a test to fail.
      if (REFUSED.add(settings.directory())) {
        LOG.log(
            System.Logger.Level.WARNING,
            "No " + kind.title().toLowerCase(Locale.ROOT) + " in " + settings.directory(),
            failed);
      }
      return new Artifact(kind, file, false, failed.toString());
    }
  }

  private void attach(Artifact artifact) {
    try {
      Attachment.publish(context, artifact.file(), artifact.kind().mediaType());
    } catch (LinkageError | RuntimeException unable) {
      // JUnit below 5.12 has no attachments, and whoever runs it may have no place for them.
      LOG.log(System.Logger.Level.DEBUG, "{0} is not attached: {1}", artifact.file(), unable);
    }
  }
}
