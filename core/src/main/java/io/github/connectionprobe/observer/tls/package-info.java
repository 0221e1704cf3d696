/** Finds out what TLS shows of itself to somebody who holds no key. */
@NullMarked
package io.github.connectionprobe.observer.tls;

import org.jspecify.annotations.NullMarked;
