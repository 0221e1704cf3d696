/** The JDK's {@link java.net.http.HttpClient}, against Tomcat. */
@NullMarked
package io.github.connectionprobe.examples.jdk;

import org.jspecify.annotations.NullMarked;
