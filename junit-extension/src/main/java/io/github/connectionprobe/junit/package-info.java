/**
 * The JUnit Jupiter extension: {@link io.github.connectionprobe.junit.ConnectionProbe} puts a
 * recording proxy in front of the server that a test talks to, {@link
 * io.github.connectionprobe.junit.Probe} is what the test gets to see of it.
 */
@NullMarked
package io.github.connectionprobe.junit;

import org.jspecify.annotations.NullMarked;
