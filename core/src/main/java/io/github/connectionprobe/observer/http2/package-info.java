/** Follows HTTP/2 (RFC 9113). Not API, although public. */
@NullMarked
package io.github.connectionprobe.observer.http2;

import org.jspecify.annotations.NullMarked;
