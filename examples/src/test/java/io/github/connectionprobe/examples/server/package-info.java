/** Real servers, embedded: each starts on a free port of its own and stops when closed. */
@NullMarked
package io.github.connectionprobe.examples.server;

import org.jspecify.annotations.NullMarked;
