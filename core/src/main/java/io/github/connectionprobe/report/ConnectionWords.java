package io.github.connectionprobe.report;

import io.github.connectionprobe.recording.ConnectionEnd;
import io.github.connectionprobe.recording.Phase;
import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Side;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;

/** What a line says of a connection. */
final class ConnectionWords {

  private ConnectionWords() {}

  static String client(RecordedConnection connection) {
    InetSocketAddress client = connection.client();
    InetAddress address = client.getAddress();
    // An address that has no name yet must not be looked up for the sake of a message.
    String host = address == null ? client.getHostString() : address.getHostAddress();
    return Printable.cut(host.contains(":") ? "[" + host + "]" : host, 41) + ":" + client.getPort();
  }

  /** Returns who connected, and where to in case that differs from connection to connection. */
  static String route(RecordedConnection connection) {
    String client = client(connection);
    if (connection.destination().isEmpty()) {
      return client;
    }
    // A line has room for two addresses only where one of them is short.
    boolean local = client.startsWith("127.") || client.startsWith("[0:0:0:0:0:0:0:1]");
    return (local ? client.substring(client.lastIndexOf(':')) : client) + destination(connection);
  }

  /** Returns where the client asked to be connected to, with an arrow; empty where it did not. */
  static String destination(RecordedConnection connection) {
    return connection
        .destination()
        .map(destination -> " -> " + Printable.cut(Printable.of(destination), 30))
        .orElse("");
  }

  static String traffic(RecordedConnection connection) {
    if (connection.protocol() == Protocol.HTTP_1 || connection.exchangeCount() > 0) {
      return counted(connection.exchangeCount());
    }
    boolean silent = connection.bytesFrom(Side.CLIENT) + connection.bytesFrom(Side.SERVER) == 0;
    return silent ? "unused" : connection.protocol().toString();
  }

  /** Returns what its handshake showed, and what is estimated for want of something to read. */
  static String tls(RecordedConnection connection) {
    String facts = connection.tls().map(tls -> Printable.of(tls.toString())).orElse("");
    return facts
        + connection
            .estimatedExchanges()
            .map(estimate -> ", " + counted(estimate.count()) + " (estimated)")
            .orElse("");
  }

  private static String counted(long count) {
    return TextReport.count(count) + (count == 1 ? " exchange" : " exchanges");
  }

  /** Returns how the connection stands, in full or in fewer words. */
  static String end(RecordedConnection connection, boolean brief) {
    if (connection.upstreamFailure().isPresent()) {
      return "upstream " + connection.upstreamFailure().get().kind();
    }
    String upgraded =
        connection
            .upgrade()
            .map(up -> "upgraded to " + Printable.of(up.protocol()) + ", ")
            .orElse("");
    String unread = connection.observerRetired().isPresent() ? "not looked into to its end, " : "";
    if (connection.end().isEmpty()) {
      return upgraded + unread + (connection.open() ? "open" : "closed");
    }
    ConnectionEnd end = connection.end().get();
    if (brief) {
      return end.by() + " " + end.kind() + when(connection, end, true);
    }
    return upgraded
        + unread
        + (connection.open() ? "half-closed by " : "closed by ")
        + end.by()
        + ": "
        + end.kind()
        + when(connection, end, false);
  }

  private static String when(RecordedConnection connection, ConnectionEnd end, boolean brief) {
    if (end.phase() == Phase.IDLE && !connection.exchanges().isEmpty()) {
      RecordedExchange before = connection.exchanges().get(0);
      for (RecordedExchange exchange : connection.exchanges()) {
        if (exchange.start().compareTo(end.at()) <= 0) {
          before = exchange;
        }
      }
      Duration after = end.at().minus(before.lastByte());
      return " " + millis(after) + (brief ? " after " : " after response ") + before.id();
    }
    return switch (end.phase()) {
      case UNUSED -> brief ? ", unused" : " before the first request";
      case IDLE -> " while idle";
      case IN_REQUEST -> brief ? " in a request" : " in the middle of a request";
      case AWAITING_RESPONSE -> brief ? " awaiting a response" : " while a response was awaited";
      case IN_RESPONSE -> brief ? " in a response" : " in the middle of a response";
      case OPAQUE -> "";
    };
  }

  /** Returns a moment as a distance from the beginning. */
  static String offset(Duration since) {
    return since.isNegative() ? "-" + millis(since.negated()) : "+" + millis(since);
  }

  private static String millis(Duration span) {
    long millis = span.toMillis();
    return millis < 100_000
        ? millis + " ms"
        : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }
}
