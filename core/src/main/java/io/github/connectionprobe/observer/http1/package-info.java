/** Follows HTTP/1.0 and HTTP/1.1 (RFC 9112). Not API, although public. */
@NullMarked
package io.github.connectionprobe.observer.http1;

import org.jspecify.annotations.NullMarked;
