/** Real HTTP/2 clients and servers through a probe. */
@NullMarked
package io.github.connectionprobe.examples.http2;

import org.jspecify.annotations.NullMarked;
