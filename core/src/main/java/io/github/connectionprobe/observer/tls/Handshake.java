package io.github.connectionprobe.observer.tls;

import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.TlsAlert;
import io.github.connectionprobe.recording.TlsFailure;
import io.github.connectionprobe.recording.TlsHandshake;
import io.github.connectionprobe.recording.TlsResumption;
import io.github.connectionprobe.recording.TlsVersion;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first handshake of a connection.
 *
 * <pre>
 *   ClientHello ─► [HelloRetryRequest ─► ClientHello] ─► ServerHello ─┬─► finished
 *                                                                    └─► failed
 * </pre>
 */
final class Handshake {

  private static final int TLS_AES_256_GCM_SHA384 = 0x1302;

  private @Nullable ClientHello client;
  private @Nullable ServerHello server;
  private long startedAt;
  private long finishedAt = -1;
  private boolean offered;
  private boolean ticket;
  private boolean certificateOfClient;
  private int clientPadding;
  private boolean clientChanged;
  private boolean serverChanged;
  private boolean clientFinished;
  private boolean serverFinished;
  private @Nullable TlsFailure failure;
  private @Nullable TlsAlert alert;

  boolean begun() {
    return client != null;
  }

  boolean finished() {
    return finishedAt >= 0;
  }

  boolean over() {
    return finished() || failure != null;
  }

  boolean is13() {
    return server != null && server.version().filter(v -> v == TlsVersion.TLS_1_3).isPresent();
  }

  /** Returns true where handshake messages of that peer can still be read. */
  boolean readable(Side side) {
    return !over() && (is13() || !changed(side));
  }

  void message(Side side, int type, int length, byte[] body, long at) throws NotTlsException {
    boolean hello = type == (side == Side.CLIENT ? Messages.CLIENT_HELLO : Messages.SERVER_HELLO);
    if (side == Side.CLIENT && client == null && !hello) {
      throw new NotTlsException("its first message is of type " + type + ", not a ClientHello");
    }
    if (hello && side == Side.CLIENT) {
      startedAt = client == null ? at : startedAt;
      client = ClientHello.parse(body);
      offered |= client.offersResumption();
    } else if (hello) {
      ServerHello answer = ServerHello.parse(body);
      server = answer;
    } else if (type == Messages.NEW_SESSION_TICKET) {
      // A lifetime and the length of an empty ticket take up six bytes.
      ticket |= length > 6;
    }
  }

  void changedCipher(Side side) {
    if (side == Side.CLIENT) {
      clientChanged = true;
    } else {
      serverChanged = true;
    }
  }

  /** Learns of a complete handshake record. */
  void handshakeRecord(Side side, long at) {
    if (over() || is13() || !changed(side)) {
      return;
    }
    // What follows ChangeCipherSpec is the peer's Finished (RFC 5246 §7.4.9).
    if (side == Side.CLIENT) {
      clientFinished = true;
    } else {
      serverFinished = true;
    }
    if (clientFinished && serverFinished) {
      finishedAt = at;
    }
  }

  /** Learns of a record that is encrypted in TLS 1.3, before the handshake was finished. */
  void encryptedRecord(Side side, int length, long at) {
    if (over() || !is13()) {
      return;
    }
    if (Alerts.looksLikeOne(length)) {
      fail(side, "an encrypted alert", at);
    } else if (side == Side.CLIENT && length > Turnarounds.SHORT) {
      clientPadding = length - lengthOfFinished();
      certificateOfClient = clientPadding != 0 && clientPadding != Alerts.JSSE_PADDING;
      finishedAt = at;
    }
  }

  /** Learns of an alert before the handshake was finished. */
  void alert(Side side, int level, int description, long at) {
    boolean closing = description == Alerts.CLOSE_NOTIFY || description == Alerts.USER_CANCELED;
    if (!closing && (level == Alerts.FATAL || is13())) {
      fail(side, Alerts.words(description), at);
    }
  }

  /** Learns of an alert after the handshake, up to TLS 1.2. */
  void alertAfter(Side side, long at) {
    if (alert == null) {
      alert = new TlsAlert(side, Duration.ofNanos(at));
    }
  }

  /** Notes that the handshake has failed, unless it is already over. */
  void fail(Side side, String detail, long at) {
    if (!over()) {
      failure = new TlsFailure(side, detail, Duration.ofNanos(at));
    }
  }

  /**
   * Notes that what the client took for finished was refused: TLS 1.3 has the server look at the
   * client's certificate last.
   */
  void refused(long at) {
    finishedAt = -1;
    fail(Side.SERVER, "an encrypted alert right after the client's certificate was due", at);
  }

  /** Returns true where exchanges can be told apart by who spoke when. */
  boolean estimable() {
    boolean http1 =
        client != null
            && !client.earlyData()
            && client.alpn().stream().allMatch(Handshake::maybeHttp1);
    return http1
        && !certificateOfClient
        && server != null
        && server.alpn().filter(name -> !name.equals("http/1.1")).isEmpty();
  }

  /** Returns true where HTTP/2 may have been agreed on without its being seen. */
  boolean maybeHttp2() {
    return is13() && client != null && client.alpn().contains("h2");
  }

  /** Returns by how much the client lengthens each of its records. */
  int clientPadding() {
    return clientPadding;
  }

  /** Returns true for an encrypted record that may, by its length, be an alert of TLS 1.3. */
  boolean maybeAlert(Side side, int length) {
    if (!is13()) {
      return false;
    }
    boolean paddingKnown = side == Side.CLIENT && !certificateOfClient;
    return paddingKnown ? Alerts.looksLikeOne(length, clientPadding) : Alerts.looksLikeOne(length);
  }

  boolean ticketsMayCome() {
    return is13() && client != null && client.takesTickets();
  }

  /**
   * Returns the facts.
   *
   * @param ticketsSeen whether encrypted tickets seem to have come
   * @param farewell the alert of TLS 1.3 that was made out
   */
  Optional<TlsHandshake> record(boolean ticketsSeen, Optional<TlsAlert> farewell) {
    if (client == null) {
      return Optional.empty();
    }
    return Optional.of(
        new TlsHandshake(
            server == null ? Optional.empty() : server.version(),
            client.serverName(),
            client.alpn(),
            server == null ? Optional.empty() : server.alpn(),
            resumption(client),
            finished() && resumable(client, ticketsSeen),
            client.fingerprint(),
            Duration.ofNanos(startedAt),
            finished() ? Optional.of(Duration.ofNanos(finishedAt)) : Optional.empty(),
            Optional.ofNullable(failure),
            finished() ? Optional.ofNullable(alert).or(() -> farewell) : Optional.empty()));
  }

  private TlsResumption resumption(ClientHello hello) {
    if (server != null && !server.retry()) {
      boolean echoed = !hello.sessionId().isEmpty() && hello.sessionId().equals(server.sessionId());
      if (is13() ? server.preSharedKey() : echoed) {
        return TlsResumption.RESUMED;
      }
    }
    return offered ? TlsResumption.NOT_ACCEPTED : TlsResumption.NOT_OFFERED;
  }

  private boolean resumable(ClientHello hello, boolean ticketsSeen) {
    // Others keep sessions only when told to, so that their not offering one says nothing.
    if (!hello.jsse() && clientPadding != Alerts.JSSE_PADDING) {
      return false;
    }
    if (is13()) {
      return hello.takesTickets() && ticketsSeen;
    }
    // Where TLS 1.3 is offered as well, a session id cannot be told from noise.
    return ticket || (!hello.knowsTls13() && server != null && !server.sessionId().isEmpty());
  }

  private boolean changed(Side side) {
    return side == Side.CLIENT ? clientChanged : serverChanged;
  }

  private int lengthOfFinished() {
    int hash = server != null && server.cipherSuite() == TLS_AES_256_GCM_SHA384 ? 48 : 32;
    return 4 + hash + 1 + 16;
  }

  private static boolean maybeHttp1(String protocol) {
    return protocol.equals("http/1.1") || protocol.equals("h2");
  }
}
