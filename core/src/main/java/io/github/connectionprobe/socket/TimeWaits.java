package io.github.connectionprobe.socket;

/**
 * Sockets in TIME_WAIT around one listening port. The end that sent its FIN first keeps one, for 60
 * seconds on Linux; a RST leaves none (RFC 9293 §3.6.1).
 *
 * <pre>{@code
 * TimeWaits left = SocketTable.read().timeWaits(proxy.port());
 * left.connecting(); // connections that the clients of that port ended first
 * }</pre>
 *
 * @param port the listening port
 * @param connecting how many are held by the ends that connected to it
 * @param listening how many are held by the listening side
 */
public record TimeWaits(int port, int connecting, int listening) {}
