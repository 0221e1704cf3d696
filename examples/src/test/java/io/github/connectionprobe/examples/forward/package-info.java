/** Clients whose URLs stay as they are: the probe is their proxy. */
@NullMarked
package io.github.connectionprobe.examples.forward;

import org.jspecify.annotations.NullMarked;
