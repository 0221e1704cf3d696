/**
 * What the JVM of the code under test knows and the wire does not: which code opened a connection,
 * and how many connection pools there are. All of it is evidence for a person, never needed for a
 * count, and can be switched off.
 */
@NullMarked
package io.github.connectionprobe.jvm;

import org.jspecify.annotations.NullMarked;
