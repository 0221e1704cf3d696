package io.github.connectionprobe.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.AssertionFailedError;

/**
 * Keeps what probes saw until the engine is through with its tests, then hands it on and holds the
 * build to its budget: an error here is the one thing that makes an engine fail after its tests.
 */
final class BuildLog implements StoreResource {

  private static final System.Logger LOG = System.getLogger("io.github.connectionprobe");

  private final ReportSettings settings;
  private final List<Entry> entries = new ArrayList<>();
  private final Thread exit = new Thread(this::exited, "connection-probe-exit");
  private boolean told;

  private BuildLog(ReportSettings settings) {
    this.settings = settings;
    try {
      Runtime.getRuntime().addShutdownHook(exit);
    } catch (IllegalStateException alreadyExiting) {
      LOG.log(System.Logger.Level.DEBUG, "This JVM is about to end", alreadyExiting);
    }
    try {
      Fork.in(settings.directory()).begin();
    } catch (IOException | UncheckedIOException failed) {
      // It is told at the end, when it still fails.
      LOG.log(System.Logger.Level.DEBUG, "No report of the whole build yet", failed);
    }
  }

  static BuildLog of(ExtensionContext context) {
    return Stores.of(context.getRoot())
        .getOrComputeIfAbsent(
            BuildLog.class, key -> new BuildLog(ReportSettings.of(context)), BuildLog.class);
  }

  synchronized void add(Entry entry) {
    entries.add(entry);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(exit);
    } catch (IllegalStateException exiting) {
      LOG.log(System.Logger.Level.DEBUG, "This JVM is about to end", exiting);
    }
    Told all = tell();
    if (all != null) {
      check(all);
    }
  }

  /** A test has called {@code System.exit}: what earlier tests told must not go with it. */
  private void exited() {
    if (tell() != null) {
      BuildReport.ofAllForks();
    }
  }

  /** Returns what all JVMs have told with this one, the first time that it is called and can. */
  private synchronized @Nullable Told tell() {
    if (told) {
      return null;
    }
    told = true;
    try {
      return Fork.in(settings.directory()).tell(entries);
    } catch (IOException | UncheckedIOException failed) {
      LOG.log(
          System.Logger.Level.WARNING,
          "No report of the whole build in " + settings.directory(),
          failed);
      return null;
    }
  }

  private void check(Told told) {
    OptionalInt budget = settings.budget();
    if (budget.isPresent() && told.avoidable() > budget.getAsInt()) {
      throw new AssertionFailedError(
          "The tests of this build opened %d avoidable connections, and its budget is %d.\nSee %s for where, or set the JUnit configuration parameter %s to %d."
              .formatted(
                  told.avoidable(),
                  budget.getAsInt(),
                  settings.directory().resolve("index.html"),
                  ReportSettings.BUDGET,
                  told.avoidable()));
    }
  }
}
