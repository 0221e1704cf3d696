package io.github.connectionprobe.jfr;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import jdk.jfr.FlightRecorder;

/**
 * Makes the events of one probe. Not to be touched where there is no {@code jdk.jfr}.
 *
 * @param probe the probe's name
 */
record JfrFlight(String probe) implements Flight {

  @Override
  public ConnectionFlight opened(int connection, InetSocketAddress client) {
    if (FlightRecorder.isInitialized()) {
      tell(connection, client);
    }
    return new LateConnection(probe);
  }

  private void tell(int connection, InetSocketAddress client) {
    ConnectionOpenedEvent event = new ConnectionOpenedEvent();
    if (event.shouldCommit()) {
      event.probe = probe;
      event.connection = connection;
      event.client = text(client);
      event.commit();
    }
  }

  static String text(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    String host = ip == null ? address.getHostString() : ip.getHostAddress();
    return (ip instanceof Inet6Address ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
