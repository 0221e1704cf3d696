package io.github.connectionprobe.console;

import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.TlsFailure;
import io.github.connectionprobe.recording.TlsHandshake;
import io.github.connectionprobe.recording.TlsVersion;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what is new in the TLS handshake of one connection: that it is over, well or not. */
final class TlsFacts {

  private final @Nullable RecordedConnection before;
  private final RecordedConnection now;
  private final List<Fact> facts;

  TlsFacts(@Nullable RecordedConnection before, RecordedConnection now, List<Fact> facts) {
    this.before = before;
    this.now = now;
    this.facts = facts;
  }

  void add() {
    Optional<Duration> known = before == null ? Optional.empty() : over(before);
    Optional<Duration> over = over(now);
    if (over.isPresent() && known.isEmpty()) {
      add(over.get(), now.tls().orElseThrow());
    }
  }

  private void add(Duration at, TlsHandshake tls) {
    String event = tls.failure().isPresent() ? "handshake-failed" : "handshake";
    String resumption = tls.resumption().name().toLowerCase(Locale.ROOT);
    Details details =
        new Details()
            .with("connection", now.number())
            .with("version", tls.version().map(TlsVersion::toString).orElse(null))
            .with("resumption", resumption)
            .with("server_name", tls.serverName().orElse(null))
            .with("alpn", String.join(",", tls.alpnOffered()))
            .with("failed_by", tls.failure().map(failure -> "" + failure.by()).orElse(null))
            .with("detail", tls.failure().map(TlsFailure::detail).orElse(null));
    String words = Words.printable(tls.toString());
    facts.add(new Fact(at, event, "#" + now.number(), words, details.toMap()));
  }

  private static Optional<Duration> over(RecordedConnection connection) {
    return connection.tls().flatMap(tls -> tls.failure().map(TlsFailure::at).or(tls::finishedAt));
  }
}
