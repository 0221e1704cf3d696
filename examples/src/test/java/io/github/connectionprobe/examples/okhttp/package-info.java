/** OkHttp 5, against Jetty. */
@NullMarked
package io.github.connectionprobe.examples.okhttp;

import org.jspecify.annotations.NullMarked;
