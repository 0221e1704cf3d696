package io.github.connectionprobe.junit;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a test can leave behind of each of its probes.
 *
 * <p>The probe's own setting counts; then the JUnit configuration parameter {@code
 * connectionprobe.artifacts.kinds}, which sets it for a whole build; then {@link #TIMELINE} alone.
 *
 * <pre>{@code
 * # src/test/resources/junit-platform.properties
 * connectionprobe.artifacts.kinds = timeline, capture
 * }</pre>
 */
public enum ArtifactKind {
  /** A page with a lane for each connection. */
  TIMELINE("Timeline", ".html", "text/html; charset=UTF-8"),
  /**
   * A pcapng file of both legs for Wireshark and tshark. No test leaves one unless asked to,
   * because it holds bodies and header values, credentials among them. Of a probe in a static field
   * it holds everything since its class began.
   */
  CAPTURE("Capture", ".pcapng", "application/x-pcapng");

  private final String title;
  private final String suffix;
  private final String mediaType;

  ArtifactKind(String title, String suffix, String mediaType) {
    this.title = title;
    this.suffix = suffix;
    this.mediaType = mediaType;
  }

  /** Returns kinds in the order in which they are declared here. */
  static Set<ArtifactKind> setOf(ArtifactKind... kinds) {
    Set<ArtifactKind> set = EnumSet.noneOf(ArtifactKind.class);
    set.addAll(Arrays.asList(kinds));
    return set;
  }

  String title() {
    return title;
  }

  String suffix() {
    return suffix;
  }

  String mediaType() {
    return mediaType;
  }

  boolean named(String text) {
    return name().equals(text.strip().toUpperCase(Locale.ROOT));
  }
}
