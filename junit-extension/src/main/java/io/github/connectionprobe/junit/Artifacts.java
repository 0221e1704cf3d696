package io.github.connectionprobe.junit;

/**
 * When a test leaves files behind that show what its probes saw: one of each {@link ArtifactKind}
 * asked for, for each probe, below {@code target/connection-probe}.
 *
 * <p>The probe's own setting counts; then the JUnit configuration parameter {@code
 * connectionprobe.artifacts}, which sets it for a whole build; then {@link #ON_FAILURE}. A file
 * that cannot be written never fails a test.
 *
 * <pre>{@code
 * # src/test/resources/junit-platform.properties
 * connectionprobe.artifacts = always
 * connectionprobe.artifacts.directory = target/connections
 * }</pre>
 */
public enum Artifacts {
  /** Says nothing: the build decides. */
  INHERIT,
  /** No test does. */
  NEVER,
  /** Tests do that fail, for whatever reason; the guard's is one. */
  ON_FAILURE,
  /** All tests do whose probe was used. */
  ALWAYS
}
