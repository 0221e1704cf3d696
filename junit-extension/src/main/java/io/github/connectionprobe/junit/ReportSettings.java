package io.github.connectionprobe.junit;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What JUnit configuration parameters say about files and about the page of the whole build.
 *
 * @param artifacts when a test leaves files behind
 * @param kinds which ones
 * @param directory where all of them go
 * @param wholeBuild whether there is to be a page of the whole build
 * @param budget how many avoidable connections the whole build may open
 */
record ReportSettings(
    Artifacts artifacts,
    Set<ArtifactKind> kinds,
    Path directory,
    boolean wholeBuild,
    OptionalInt budget) {

  static final String ARTIFACTS = "connectionprobe.artifacts";
  static final String KINDS = "connectionprobe.artifacts.kinds";
  static final String DIRECTORY = "connectionprobe.artifacts.directory";
  static final String SUMMARY = "connectionprobe.summary";
  static final String BUDGET = "connectionprobe.budget";

  /**
   * Returns what is set, or else the defaults.
   *
   * @throws ExtensionConfigurationException if something is set to what it cannot be
   */
  static ReportSettings of(ExtensionContext context) {
    return Stores.of(context.getRoot())
        .getOrComputeIfAbsent(
            ReportSettings.class,
            key ->
                new ReportSettings(
                    artifacts(context),
                    kinds(context),
                    directory(context),
                    summary(context),
                    budget(context)),
            ReportSettings.class);
  }

  /** Returns when the probe's tests leave files behind. */
  Artifacts when(Settings probe) {
    return probe.artifacts() == Artifacts.INHERIT ? artifacts : probe.artifacts();
  }

  /** Returns which files the probe's tests leave behind, in the order of their mention. */
  Set<ArtifactKind> kinds(Settings probe) {
    if (when(probe) == Artifacts.NEVER) {
      return Set.of();
    }
    return probe.artifactKinds().isEmpty() ? kinds : probe.artifactKinds();
  }

  private static Set<ArtifactKind> kinds(ExtensionContext context) {
    String value = context.getConfigurationParameter(KINDS).orElse("timeline");
    Set<ArtifactKind> kinds = EnumSet.noneOf(ArtifactKind.class);
    for (String word : value.split(",", -1)) {
      kinds.add(
          Arrays.stream(ArtifactKind.values())
              .filter(each -> each.named(word))
              .findFirst()
              .orElseThrow(() -> wrong(KINDS, value, "timeline, capture or both with a comma")));
    }
    return kinds;
  }

  private static Artifacts artifacts(ExtensionContext context) {
    String value = context.getConfigurationParameter(ARTIFACTS).orElse("on_failure");
    return Arrays.stream(Artifacts.values())
        .filter(each -> each != Artifacts.INHERIT)
        .filter(each -> each.name().equals(value.strip().toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> wrong(ARTIFACTS, value, "never, on_failure or always"));
  }

  private static boolean summary(ExtensionContext context) {
    String value = context.getConfigurationParameter(SUMMARY).orElse("true").strip();
    if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
      throw wrong(SUMMARY, value, "true or false");
    }
    return value.equalsIgnoreCase("true");
  }

  private static OptionalInt budget(ExtensionContext context) {
    String value = context.getConfigurationParameter(BUDGET).orElse("").strip();
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!value.matches("\\d{1,9}")) {
      throw wrong(BUDGET, value, "the number of avoidable connections that the build may open");
    }
    return OptionalInt.of(Integer.parseInt(value));
  }

  private static Path directory(ExtensionContext context) {
    String value = context.getConfigurationParameter(DIRECTORY).orElse("").strip();
    try {
      return value.isEmpty() ? Path.of(buildFolder(), "connection-probe") : Path.of(value);
    } catch (InvalidPathException invalid) {
      throw wrong(DIRECTORY, value, "a folder, such as target/connection-probe");
    }
  }

  private static String buildFolder() {
    boolean gradle =
        Stream.of("build.gradle", "build.gradle.kts").map(Path::of).anyMatch(Files::exists);
    return gradle && !Files.exists(Path.of("pom.xml")) ? "build" : "target";
  }

  private static ExtensionConfigurationException wrong(
      String parameter, String value, String accepted) {
    return new ExtensionConfigurationException(
        "The JUnit configuration parameter "
            + parameter
            + " is \""
            + value
            + "\". Set it to "
            + accepted
            + ", or remove it.");
  }
}
