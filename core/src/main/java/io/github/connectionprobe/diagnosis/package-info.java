/**
 * What a recording means: how many connections were needed, and why every other one was opened.
 *
 * <p>Everything here is a pure function over a {@link
 * io.github.connectionprobe.recording.Recording}: no clock, no socket, no file. What was seen and
 * what was concluded are told apart by {@link io.github.connectionprobe.diagnosis.Certainty}.
 * Everything in this package is safe for use by several threads.
 */
@NullMarked
package io.github.connectionprobe.diagnosis;

import org.jspecify.annotations.NullMarked;
