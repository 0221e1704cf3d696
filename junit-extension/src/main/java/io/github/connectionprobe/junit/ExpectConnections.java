package io.github.connectionprobe.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Says how many connections a test opens; it fails when that is not so. What is said here is
 * expected, so the guard does not complain about it. On a class it holds for every test that has
 * none of its own.
 *
 * <pre>{@code
 * @Test
 * @ExpectConnections(exactly = 1)
 * void reusesOneConnection(Probe probe) { … }
 * }</pre>
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Repeatable(ExpectConnections.List.class)
@ExtendWith(ProbeExtension.class)
public @interface ExpectConnections {

  /** Stands for a number that is not given. */
  int UNSET = Integer.MIN_VALUE;

  /** How many connections the test opens. */
  int exactly() default UNSET;

  /** How many connections the test opens at most. */
  int atMost() default UNSET;

  /** The name of the probe, where the test has several. */
  String probe() default "";

  /** Holds several, one for each probe. */
  @Documented
  @Inherited
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
  @ExtendWith(ProbeExtension.class)
  @interface List {

    /** The expectations. */
    ExpectConnections[] value();
  }
}
