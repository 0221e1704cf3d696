package io.github.connectionprobe.junit;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tells of something that does not fail the test: to JUnit's listeners each time, to the log once
 * for each class, probe and cause. Most builds show no report entries, so the log has to.
 */
final class Notice {

  private static final System.Logger LOG = System.getLogger("io.github.connectionprobe");

  private final Set<String> told = ConcurrentHashMap.newKeySet();

  private Notice() {}

  /**
   * Tells of a complaint.
   *
   * @param brief what the log gets to see of it
   */
  static void publish(
      ExtensionContext context, Settings settings, Complaint complaint, String brief) {
    context.publishReportEntry("connection-probe", complaint.text());
    Notice notice =
        Stores.of(context.getRoot())
            .getOrComputeIfAbsent(Notice.class, key -> new Notice(), Notice.class);
    String type = Elements.name(context.getRequiredTestClass());
    if (notice.told.add(type + " " + settings.where() + " " + complaint.kind())) {
      LOG.log(
          System.Logger.Level.WARNING, "In {0} {1}: {2}", type, context.getDisplayName(), brief);
    }
  }
}
