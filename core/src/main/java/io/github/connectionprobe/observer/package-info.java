/**
 * Looks at the bytes of a connection as they pass and finds out what they mean, one package a
 * protocol. Not API, although public: the proxy is in another package.
 */
@NullMarked
package io.github.connectionprobe.observer;

import org.jspecify.annotations.NullMarked;
