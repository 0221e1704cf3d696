package io.github.connectionprobe.junit;

/**
 * What the guard does about a test that lost connection reuse, or whose client went round the
 * probe.
 *
 * <p>The guard looks after the test method, when that has passed. It speaks where the client opened
 * a connection although an open one could have served, and where a probe was given to the test, as
 * a parameter or in a field, and saw no connection at all; a probe in a static field has to be used
 * by one test of its class. It does not contradict the test: an assertion made through the probe on
 * how many connections were opened, or why, and {@link ExpectConnections} speak for every
 * connection opened up to then. Numbers that are read from {@link Probe#recording()} and compared
 * by hand do not.
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
