package io.github.connectionprobe.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sets what the guard does, for one test or for all tests of a class, whatever their probes say.
 *
 * <pre>{@code
 * @Test
 * @OnLostReuse(LostReuse.IGNORE) // this one is about a server that hangs up
 * void survivesAServerThatHangsUp(Probe probe) { … }
 * }</pre>
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface OnLostReuse {

  /** What to do. */
  LostReuse value();
}
