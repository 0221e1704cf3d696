package io.github.connectionprobe.observer.tls;

import io.github.connectionprobe.observer.ProtocolObserver;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.Phase;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.TlsHandshake;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows of a TLS connection what can be known without its keys: the handshake, and who sent how
 * much when. The memory it takes is bounded: of all that passes, it keeps the hellos.
 *
 * <pre>
 *   handshake ─┬─► application data
 *              └─► retired      bytes that are not TLS
 * </pre>
 */
public final class TlsObserver implements ProtocolObserver {

  private final Handshake handshake = new Handshake();
  private final Half client = new Half(Side.CLIENT);
  private final Half server = new Half(Side.SERVER);
  private final Farewells farewells = new Farewells();
  private @Nullable Turnarounds turnarounds;
  private @Nullable Http2Signs http2;
  private boolean refusedMaybe;
  private @Nullable String retired;
  private long now;

  /** Follows a connection from its first byte on. */
  public TlsObserver() {}

  @Override
  public void bytes(Side from, ByteBuf bytes, long atNanos) {
    if (retired != null) {
      return;
    }
    now = atNanos;
    Half half = from == Side.CLIENT ? client : server;
    try {
      half.records.bytes(bytes);
    } catch (NotTlsException e) {
      retired =
          "in TLS record " + half.records.number() + " of the " + from + ": " + e.getMessage();
    }
  }

  @Override
  public void ended(Side from, EndKind kind, long atNanos) {
    if (retired != null || !handshake.begun()) {
      return;
    }
    if (handshake.finished()) {
      farewells.ended(from, atNanos);
      if (refusedMaybe && from == Side.SERVER) {
        handshake.refused(atNanos);
      }
    } else {
      handshake.fail(from, "a " + kind, atNanos);
    }
  }

  /** {@inheritDoc} What is encrypted cannot be told to be idle. */
  @Override
  public Phase phase() {
    return Phase.OPAQUE;
  }

  @Override
  public void describeTo(RecordedConnection.Builder builder) {
    handshake().ifPresent(builder::tls);
    boolean readable = retired == null && http2 != null && !http2.seen();
    if (turnarounds != null && readable && handshake.finished() && handshake.estimable()) {
      builder.estimatedExchanges(turnarounds.record(farewells.endedAnswers()));
    }
    if (retired != null) {
      builder.observerRetired(retired);
    }
  }

  /** Returns what the handshake showed so far, once the client has said hello. */
  public Optional<TlsHandshake> handshake() {
    boolean tickets = turnarounds != null && turnarounds.ticketsSeen();
    return handshake.record(tickets, farewells.first());
  }

  private void applicationData(Side side, int length) {
    if (!handshake.finished()) {
      handshake.encryptedRecord(side, length, now);
      if (handshake.finished()) {
        begin();
      }
      return;
    }
    if (turnarounds == null || http2 == null) {
      begin();
      applicationData(side, length);
      return;
    }
    boolean maybeAlert = handshake.maybeAlert(side, length);
    boolean maybeEnd = maybeAlert && farewells.maybe(side, now);
    if (!maybeAlert) {
      farewells.data(side, now);
    }
    if (side == Side.CLIENT) {
      http2.client(length);
      turnarounds.client(length, now);
    } else if (!maybeAlert) {
      turnarounds.server(length, now);
    } else {
      refusedMaybe = !turnarounds.anyFromServer();
      if (maybeEnd) {
        turnarounds.serverMaybe(now);
      }
    }
  }

  private void begin() {
    turnarounds = new Turnarounds(handshake.ticketsMayCome());
    http2 = new Http2Signs(handshake.maybeHttp2(), handshake.clientPadding());
  }

  /** What one peer sends. */
  private final class Half implements Records.Listener, Messages.Listener {

    private final Side side;
    private final Records records = new Records(this);
    private final Messages messages = new Messages(this);
    private int level = -1;

    Half(Side side) {
      this.side = side;
    }

    @Override
    public boolean readable() {
      return handshake.readable(side);
    }

    @Override
    public void message(int type, int length, byte[] body) throws NotTlsException {
      handshake.message(side, type, length, body, now);
    }

    @Override
    public void content(int type, int length, ByteBuf bytes, int from, int to)
        throws NotTlsException {
      if (type == Records.HANDSHAKE) {
        messages.bytes(bytes, from, to);
      } else if (type == Records.ALERT && length == 2 && !handshake.over()) {
        alert(bytes, from, to);
      }
    }

    private void alert(ByteBuf bytes, int from, int to) {
      for (int i = from; i < to; i++) {
        int value = bytes.getByte(i) & 0xff;
        if (level < 0) {
          level = value;
        } else {
          handshake.alert(side, level, value, now);
          level = -1;
        }
      }
    }

    @Override
    public void record(int type, int length) throws NotTlsException {
      if (!handshake.begun() && type != Records.HANDSHAKE && type != Records.ALERT) {
        throw new NotTlsException("it comes before any ClientHello");
      }
      switch (type) {
        case Records.CHANGE_CIPHER_SPEC -> handshake.changedCipher(side);
        case Records.HANDSHAKE -> handshake.handshakeRecord(side, now);
        case Records.APPLICATION_DATA -> applicationData(side, length);
        case Records.ALERT -> {
          if (length > 2 && !handshake.is13()) {
            handshake.fail(side, "an encrypted alert", now);
          }
          if (handshake.finished()) {
            handshake.alertAfter(side, now);
          }
        }
        default -> {
          // Heartbeats say nothing of what is asked here.
        }
      }
    }
  }
}
