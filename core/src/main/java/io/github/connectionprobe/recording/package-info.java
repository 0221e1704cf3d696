/**
 * What happened on the wire, as immutable values.
 *
 * <p>A {@link io.github.connectionprobe.recording.Recording} holds {@link
 * io.github.connectionprobe.recording.RecordedConnection connections}, which hold {@link
 * io.github.connectionprobe.recording.RecordedExchange exchanges}. Nothing here knows a socket, a
 * clock or an opinion: times are offsets from the start of the recording, and what the facts mean
 * is said elsewhere. Everything in this package is safe for use by several threads.
 */
@NullMarked
package io.github.connectionprobe.recording;

import org.jspecify.annotations.NullMarked;
