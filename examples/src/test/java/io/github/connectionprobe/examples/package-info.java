/**
 * Examples to copy from, one package for each client or framework. In each, {@code *Test} shows the
 * healthy client and {@code *Example} one that loses keep-alive.
 */
@NullMarked
package io.github.connectionprobe.examples;

import org.jspecify.annotations.NullMarked;
