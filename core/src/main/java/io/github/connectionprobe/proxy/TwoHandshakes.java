package io.github.connectionprobe.proxy;

import io.github.connectionprobe.observer.tls.TlsObserver;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.TlsAlert;
import io.github.connectionprobe.recording.TlsFailure;
import io.github.connectionprobe.recording.TlsHandshake;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The two handshakes of a connection that is looked into, seen from outside as those of any other
 * connection are: the client's is what is recorded, and the one with the upstream tells whether the
 * upstream took up a session. Not thread-safe: belongs to its loop's thread.
 */
final class TwoHandshakes {

  private final TlsObserver client = new TlsObserver();
  private final TlsObserver upstream = new TlsObserver();
  private @Nullable String chosen;
  private @Nullable TlsFailure failure;
  private @Nullable TlsAlert alert;

  /** Looks at ciphertext between the client and the proxy. */
  void withClient(Side from, ByteBuf bytes, long atNanos) {
    client.bytes(from, bytes, atNanos);
  }

  /** Looks at ciphertext between the proxy, in the client's place, and the upstream. */
  void withUpstream(Side from, ByteBuf bytes, long atNanos) {
    if (failure == null && !upstreamFinished()) {
      upstream.bytes(from, bytes, atNanos);
    }
  }

  private boolean upstreamFinished() {
    return upstream.handshake().map(TlsHandshake::finished).orElse(false);
  }

  void ended(Side by, EndKind kind, long atNanos) {
    client.ended(by, kind, atNanos);
  }

  /** The client's handshake is complete, with that protocol (RFC 7301); empty for none. */
  void complete(String protocol) {
    chosen = protocol;
  }

  /** The client's handshake came to nothing, and the engine knows better than the wire why. */
  void failed(Side by, String detail, long atNanos) {
    if (failure == null) {
      failure = new TlsFailure(by, detail, Duration.ofNanos(atNanos));
    }
  }

  /** A peer announced the end of what it sends (RFC 8446 §6.1); the first to do so is recorded. */
  void closeNotify(Side by, long atNanos) {
    if (alert == null) {
      alert = new TlsAlert(by, Duration.ofNanos(atNanos));
    }
  }

  /** Whether the upstream took up the session that it was offered. */
  boolean upstreamResumed() {
    return upstream.handshake().map(tls -> tls.resumption().accepted()).orElse(false);
  }

  /** Whether the upstream was told the name of the host that is wanted (RFC 6066 §3). */
  boolean named() {
    return upstream.handshake().flatMap(TlsHandshake::serverName).isPresent();
  }

  /** Returns what is recorded of the connection. */
  Optional<TlsHandshake> recorded() {
    return client.handshake().map(this::withWhatIsKnownBesides);
  }

  private TlsHandshake withWhatIsKnownBesides(TlsHandshake seen) {
    Optional<String> protocol =
        chosen == null ? seen.alpnChosen() : Optional.of(chosen).filter(name -> !name.isEmpty());
    return new TlsHandshake(
        seen.version(),
        seen.serverName(),
        seen.alpnOffered(),
        protocol,
        seen.resumption(),
        seen.resumable(),
        seen.fingerprint(),
        seen.startedAt(),
        failure == null ? seen.finishedAt() : Optional.empty(),
        failure == null ? seen.failure() : Optional.of(failure),
        // Seen from outside, a body of two bytes is as long as an alert; here both were read.
        seen.finished() ? Optional.ofNullable(alert) : Optional.empty());
  }
}
