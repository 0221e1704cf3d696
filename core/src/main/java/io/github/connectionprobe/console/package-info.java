/**
 * The probe as a program, for a quick look and for clients in any language: {@code java -jar
 * connection-probe.jar 9200}.
 *
 * <p>It is an adapter like any other and has no API. Its command-line library is optional in this
 * module and packed into the executable jar only.
 */
@NullMarked
package io.github.connectionprobe.console;

import org.jspecify.annotations.NullMarked;
