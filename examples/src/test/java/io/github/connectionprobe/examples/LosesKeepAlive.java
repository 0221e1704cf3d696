package io.github.connectionprobe.examples;

import io.github.connectionprobe.diagnosis.Cause;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Marks a test class that is meant to fail: its client loses keep-alive. An ordinary build leaves
 * out what has this tag; {@link LostKeepAliveTest} and {@link Demo} run it and see that it is
 * caught.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Tag("loses-keep-alive")
public @interface LosesKeepAlive {

  /** Why the client loses it. */
  Cause value();
}
