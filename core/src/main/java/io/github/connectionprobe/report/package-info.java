/**
 * Recordings and diagnoses for people: as text and as pages.
 *
 * <p>Nothing secret is printed: of a message only the method, the path without query, the status
 * and framing headers. Everything in this package is safe for use by several threads.
 */
@NullMarked
package io.github.connectionprobe.report;

import org.jspecify.annotations.NullMarked;
