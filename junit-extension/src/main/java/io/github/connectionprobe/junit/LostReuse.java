package io.github.connectionprobe.junit;

/**
 * What the guard does about a test that lost connection reuse, or whose client went round the
 * probe.
 *
 * <p>The narrowest place that says something counts: {@link OnLostReuse} on the test method, on its
 * class, on an enclosing class; then the probe's own setting; then the JUnit configuration
 * parameter {@code connectionprobe.lostReuse}, which sets it for a whole build; then {@link #FAIL}.
 *
 * <pre>{@code
 * # src/test/resources/junit-platform.properties
 * connectionprobe.lostReuse = report
 * }</pre>
 */
public enum LostReuse {
  /** Says nothing: the next wider place decides. */
  INHERIT,
  /** The test fails. */
  FAIL,
  /** The test passes; the loss is logged, once per class and cause, and published to JUnit. */
  REPORT,
  /** The guard does not look. */
  IGNORE
}
