/** {@link java.net.HttpURLConnection}, against Tomcat. */
@NullMarked
package io.github.connectionprobe.examples.urlconnection;

import org.jspecify.annotations.NullMarked;
