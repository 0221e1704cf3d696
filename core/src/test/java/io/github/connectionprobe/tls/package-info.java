/** Real TLS servers and clients for the tests, and what the probe sees of them. */
@NullMarked
package io.github.connectionprobe.tls;

import org.jspecify.annotations.NullMarked;
