package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.recording.TlsHandshake;
import java.util.List;
import java.util.Optional;

/**
 * What a handshake shows of the pool that a connection belongs to. Without TLS, all of it is equal.
 */
final class TlsRoute {

  private TlsRoute() {}

  static boolean same(Timeline one, Timeline other) {
    return key(one).equals(key(other)) && sameProtocols(one, other);
  }

  /** Returns what is equal for connections of one route. */
  static String key(Timeline timeline) {
    return tls(timeline)
        .map(tls -> "tls " + tls.serverName().orElse("") + ' ' + tls.fingerprint())
        .orElse("");
  }

  static boolean sameScheme(Timeline one, Timeline other) {
    return tls(one).isPresent() == tls(other).isPresent();
  }

  static boolean sameName(Timeline one, Timeline other) {
    return name(one).equals(name(other));
  }

  /** A client that has learned the server's answer may leave the question out. */
  static boolean sameProtocols(Timeline one, Timeline other) {
    List<String> mine = protocols(one);
    List<String> others = protocols(other);
    return mine.isEmpty() || others.isEmpty() || mine.equals(others);
  }

  static List<String> protocols(Timeline timeline) {
    return tls(timeline).map(TlsHandshake::alpnOffered).orElse(List.of());
  }

  static Optional<String> name(Timeline timeline) {
    return tls(timeline).flatMap(TlsHandshake::serverName);
  }

  static Optional<TlsHandshake> tls(Timeline timeline) {
    return timeline.connection.tls();
  }
}
