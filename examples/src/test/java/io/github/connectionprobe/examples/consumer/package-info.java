/** Uses the project as others do: from a build of their own. */
@NullMarked
package io.github.connectionprobe.examples.consumer;

import org.jspecify.annotations.NullMarked;
