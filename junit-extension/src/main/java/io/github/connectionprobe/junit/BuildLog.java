package io.github.connectionprobe.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
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

  private BuildLog(ReportSettings settings) {
    this.settings = settings;
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
  public synchronized void close() {
    try {
      check(Fork.in(settings.directory()).tell(entries));
    } catch (IOException | UncheckedIOException failed) {
      LOG.log(
          System.Logger.Level.WARNING,
          "No report of the whole build in " + settings.directory(),
          failed);
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
