/** Clients that speak TLS through a probe which only passes it on. */
@NullMarked
package io.github.connectionprobe.examples.tls;

import org.jspecify.annotations.NullMarked;
