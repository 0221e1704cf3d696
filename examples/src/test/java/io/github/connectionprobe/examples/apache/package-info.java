/** Apache HttpClient 5, against Jetty. */
@NullMarked
package io.github.connectionprobe.examples.apache;

import org.jspecify.annotations.NullMarked;
