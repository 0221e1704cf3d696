package io.github.connectionprobe.observer.tls;

import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.TlsAlert;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells which records of TLS 1.3 were alerts, by their length and by what came before and after:
 * what is encrypted has no type, and a body of two bytes is as long as an alert.
 *
 * <pre>
 *   as long as an alert ─┬─ the other peer had spoken last ──► an alert, unless contradicted
 *                        └─ its sender had ───────────────────► one if an end of TCP follows soon
 * </pre>
 *
 * <p>Both are contradicted by any later record of the sender (RFC 8446 §6.1), and by an answer.
 */
final class Farewells {

  /** Who says goodbye hangs up; that takes a busy machine no longer than this. */
  private static final long SOON = TimeUnit.MILLISECONDS.toNanos(250);

  private static final long NOT = -1;

  private long client = NOT;
  private long server = NOT;
  private boolean clientSure;
  private boolean serverSure;

  /** How long the server had been silent before what may be its alert. */
  private long silence;

  private long serverSpokeAt = NOT;
  private @Nullable Side last;
  private boolean over;

  /** Learns of a record that is no alert. */
  void data(Side from, long at) {
    if (over) {
      return;
    }
    // Whoever speaks on, or is answered, had not said goodbye; who is spoken to may have.
    client = NOT;
    if (from == Side.SERVER || !serverSure) {
      server = NOT;
    }
    spoke(from, at);
  }

  /**
   * Learns of a record that is as long as an alert, and returns whether it may well be the end of
   * what its sender had begun to say.
   */
  boolean maybe(Side from, long at) {
    boolean sure = last != from;
    if (over) {
      return !sure;
    }
    if (from == Side.CLIENT) {
      client = at;
      clientSure = sure;
    } else {
      server = at;
      serverSure = sure;
      silence = serverSpokeAt == NOT ? 0 : at - serverSpokeAt;
    }
    spoke(from, at);
    return !sure;
  }

  /** Learns of a FIN or RST, the first of which decides. */
  void ended(Side by, long at) {
    if (over) {
      return;
    }
    over = true;
    client = clientSure || (by == Side.CLIENT && soon(client, at)) ? client : NOT;
    // A client that hangs up at the end of a response does so by itself.
    boolean asked = silence >= SOON || by == Side.SERVER;
    server = serverSure || (asked && soon(server, at)) ? server : NOT;
    clientSure = client != NOT;
    serverSure = server != NOT;
  }

  /** Returns true where the last record of the server is an alert, and no end of an answer. */
  boolean endedAnswers() {
    return server != NOT && serverSure;
  }

  /** Returns the first alert, as far as one was made out. */
  Optional<TlsAlert> first() {
    boolean byClient = client != NOT && clientSure;
    boolean byServer = endedAnswers();
    if (byClient && (!byServer || client <= server)) {
      return Optional.of(new TlsAlert(Side.CLIENT, Duration.ofNanos(client)));
    }
    return byServer
        ? Optional.of(new TlsAlert(Side.SERVER, Duration.ofNanos(server)))
        : Optional.empty();
  }

  private static boolean soon(long said, long at) {
    return said != NOT && at - said <= SOON;
  }

  private void spoke(Side from, long at) {
    last = from;
    if (from == Side.SERVER) {
      serverSpokeAt = at;
    }
  }
}
