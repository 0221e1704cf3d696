/** What README.md shows first: a test that fails. {@code ReadmeTest} runs it. */
@NullMarked
package io.github.connectionprobe.examples.readme;

import org.jspecify.annotations.NullMarked;
