/**
 * What the two legs of a proxy did, as a pcapng file for Wireshark and tshark.
 *
 * <p>Public only because the proxy is in another package, and not API: captures are asked for with
 * {@code RecordingProxyBuilder.capture}.
 */
@NullMarked
package io.github.connectionprobe.capture;

import org.jspecify.annotations.NullMarked;
