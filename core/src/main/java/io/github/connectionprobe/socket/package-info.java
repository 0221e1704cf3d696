/**
 * What the operating system knows of a socket that its bytes do not tell: whether TCP keepalive is
 * armed, how many bytes the application has not read, which process owns an end, what is left in
 * TIME_WAIT.
 *
 * <p>{@link io.github.connectionprobe.socket.SocketFacts} looks up both ends of each recorded
 * connection; {@link io.github.connectionprobe.socket.SocketTable} is the table behind it. All of
 * it is read from {@code /proc}, so it needs Linux and sockets in this process's network namespace;
 * elsewhere the answer is “unavailable”, with the reason. A reading takes milliseconds, on a busy
 * machine a tenth of a second: ask on demand, and never on an event loop.
 */
@NullMarked
package io.github.connectionprobe.socket;

import org.jspecify.annotations.NullMarked;
