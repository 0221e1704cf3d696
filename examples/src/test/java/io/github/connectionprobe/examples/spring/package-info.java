/** Spring's test context with a probe between a bean and its server. */
@NullMarked
package io.github.connectionprobe.examples.spring;

import org.jspecify.annotations.NullMarked;
