package io.github.connectionprobe.observer.http2;

import io.github.connectionprobe.observer.ExchangeListener;
import io.github.connectionprobe.observer.ProtocolObserver;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.Http2Facts;
import io.github.connectionprobe.recording.Phase;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Side;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Knows the streams of a connection that speaks HTTP/2. Counts and times come from the headers of
 * frames; where header fields cannot be read, methods, paths and statuses are lost and nothing
 * else.
 *
 * <p>It has to be shown every byte of both peers from the first of HTTP/2 on: the client's preface,
 * and the server's SETTINGS, which may well come before it.
 */
public final class Http2Observer implements ProtocolObserver {

  private final Streams streams;
  private final Signals signals = new Signals();
  private final PeerFrames client;
  private final PeerFrames server;
  private @Nullable String retired;
  private boolean changed = true;
  private List<RecordedExchange> recorded = List.of();
  private Http2Facts facts = Http2Facts.none();

  /** Follows the connection of that number from its first byte on. */
  public Http2Observer(int connectionNumber, ExchangeListener listener) {
    streams = new Streams(connectionNumber, listener);
    client = new PeerFrames(Side.CLIENT, streams, signals);
    server = new PeerFrames(Side.SERVER, streams, signals);
  }

  /**
   * Follows a connection from the response on that switched it from HTTP/1.1 to {@code h2c} (RFC
   * 7540 §3.2).
   *
   * @param exchanges those made until then, the one that asked for the upgrade last
   * @param count how many there were, where not all are listed
   */
  public static Http2Observer upgraded(
      int connectionNumber,
      ExchangeListener listener,
      List<RecordedExchange> exchanges,
      long count) {
    Http2Observer observer = new Http2Observer(connectionNumber, listener);
    observer.streams.goOnFrom(exchanges, count);
    // The request brought the client's first settings, in a field that is not recorded.
    observer.server.allowAnyFrame();
    return observer;
  }

  @Override
  public void bytes(Side from, ByteBuf bytes, long atNanos) {
    if (retired != null) {
      return;
    }
    changed = true;
    PeerFrames sender = from == Side.CLIENT ? client : server;
    try {
      sender.scan(bytes, atNanos, from == Side.CLIENT ? server : client);
    } catch (NotHttp2Exception e) {
      retired = "in what the " + from + " sent: " + e.getMessage();
    }
  }

  /** A FIN or RST completes nothing: the end of each message is marked. */
  @Override
  public void ended(Side from, EndKind kind, long atNanos) {}

  @Override
  public Phase phase() {
    return retired == null ? streams.phase() : Phase.OPAQUE;
  }

  /** {@inheritDoc} Only what changed since the last call is built anew. */
  @Override
  public void describeTo(RecordedConnection.Builder builder) {
    if (changed) {
      changed = false;
      recorded = streams.record();
      String unreadable = client.unreadable() == null ? server.unreadable() : client.unreadable();
      facts = signals.facts(streams.peak(), unreadable);
    }
    builder.exchangeCount(streams.count()).exchanges(recorded).http2(facts);
    if (retired != null) {
      builder.observerRetired(retired);
    }
  }
}
