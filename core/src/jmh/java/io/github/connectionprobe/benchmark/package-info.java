/** What the probe costs, and what others cost that could stand in its place. */
@NullMarked
package io.github.connectionprobe.benchmark;

import org.jspecify.annotations.NullMarked;
