package io.github.connectionprobe.junit;

import io.github.connectionprobe.proxy.Upstream;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Where a probe's upstream comes from: a text with placeholders, a method, a value. */
@FunctionalInterface
interface UpstreamSource {

  /**
   * Returns the upstream for that test or class, without looking it up.
   *
   * @throws IllegalArgumentException if what the user wrote cannot be one; says what and how to
   *     mend it, but not where
   */
  Upstream in(ExtensionContext context);
}
