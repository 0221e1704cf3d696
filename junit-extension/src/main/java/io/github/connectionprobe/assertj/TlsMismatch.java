package io.github.connectionprobe.assertj;

import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.TlsHandshake;
import io.github.connectionprobe.recording.TlsVersion;
import java.util.List;

/** What was expected of a connection's TLS handshake and what was found instead. */
final class TlsMismatch {

  private TlsMismatch() {}

  static Mismatch version(RecordedConnection connection, TlsVersion expected) {
    String actual =
        connection
            .tls()
            .map(tls -> tls.version().map(TlsVersion::toString).orElse("a version not known"))
            .orElse("no TLS");
    return new Mismatch("to speak " + expected + " but it speaks " + actual, actual, expected);
  }

  static Mismatch serverName(RecordedConnection connection, String expected) {
    String actual =
        connection
            .tls()
            .map(tls -> tls.serverName().map(TlsMismatch::quoted).orElse("no server name"))
            .orElse("no TLS at all");
    String wanted = quoted(expected);
    return new Mismatch(
        "to have asked for the server name " + wanted + " but it asked for " + actual,
        actual,
        wanted);
  }

  static Mismatch protocols(RecordedConnection connection, List<String> expected) {
    List<String> actual = connection.tls().map(TlsHandshake::alpnOffered).orElse(List.of());
    return new Mismatch(
        "to have offered the protocols " + expected + " but it offered " + actual,
        actual,
        expected);
  }

  static Mismatch kind(RecordedConnection connection, String expected) {
    String actual = connection.tls().map(TlsMismatch::words).orElse("none");
    return new Mismatch(
        "to have made a " + expected + " TLS handshake but it made " + actual, actual, expected);
  }

  private static String words(TlsHandshake tls) {
    if (tls.failure().isPresent()) {
      return "one that failed: " + tls.failure().get().detail();
    }
    if (!tls.finished()) {
      return "one that is not finished";
    }
    return "a " + (tls.full() ? "full" : "resumed") + " one";
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
