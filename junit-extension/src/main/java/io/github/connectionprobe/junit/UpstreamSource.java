package io.github.connectionprobe.junit;

import io.github.connectionprobe.proxy.RecordingProxyBuilder;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What a probe stands in front of: an upstream by text, method or value, or what clients ask for.
 */
@FunctionalInterface
interface UpstreamSource {

  /**
   * Returns a proxy to it for that test or class, without looking anything up.
   *
   * @throws IllegalArgumentException if what the user wrote cannot be one; says what and how to
   *     mend it, but not where
   */
  RecordingProxyBuilder in(ExtensionContext context);

  /** Whether the probe is a proxy to its clients, which leave their URLs as they are. */
  default boolean forwards() {
    return false;
  }
}
