/**
 * AssertJ assertions for recordings: {@link
 * io.github.connectionprobe.assertj.ConnectionProbeAssertions#assertThat
 * assertThat(probe).hasOpenedConnections(1)}.
 *
 * <p>An assertion looks at one immutable recording, so all links of a chain speak about the same
 * moment. Only after {@link io.github.connectionprobe.assertj.RecordingAssert#within within} does
 * one wait, woken by new facts.
 */
@NullMarked
package io.github.connectionprobe.assertj;

import org.jspecify.annotations.NullMarked;
