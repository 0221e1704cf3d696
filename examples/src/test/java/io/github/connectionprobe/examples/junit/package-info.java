/** JUnit's kinds of tests, each with a probe. */
@NullMarked
package io.github.connectionprobe.examples.junit;

import org.jspecify.annotations.NullMarked;
