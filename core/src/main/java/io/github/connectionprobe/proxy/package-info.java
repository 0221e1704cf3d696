/**
 * The proxy between the code under test and its real HTTP dependency: it relays every byte
 * unchanged and writes down what passed.
 */
@NullMarked
package io.github.connectionprobe.proxy;

import org.jspecify.annotations.NullMarked;
