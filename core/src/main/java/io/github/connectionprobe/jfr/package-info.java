/**
 * What probes tell Java Flight Recorder.
 *
 * <p>Public only because the proxy is in another package, and not API: what counts are the events,
 * whose names and fields docs/jfr.md lists.
 */
@NullMarked
package io.github.connectionprobe.jfr;

import org.jspecify.annotations.NullMarked;
