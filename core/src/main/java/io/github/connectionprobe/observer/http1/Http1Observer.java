package io.github.connectionprobe.observer.http1;

import io.github.connectionprobe.observer.ExchangeListener;
import io.github.connectionprobe.observer.ProtocolObserver;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.Phase;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.RecordedResponse;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.Upgrade;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Knows the exchanges of a connection that speaks HTTP/1, until something else is spoken on it.
 *
 * <pre>
 *   HTTP/1 ─┬─► upgraded     101, or CONNECT answered with 2xx
 *           └─► retired      bytes that are not HTTP/1
 * </pre>
 */
public final class Http1Observer implements ProtocolObserver {

  private final int connection;
  private final Exchanges exchanges;
  private final HeadMemory headMemory;

  /** Null while nothing is under way: of idle connections there may be many. */
  private @Nullable Sides sides;

  private @Nullable String retired;
  private @Nullable StrayBytes stray;
  private boolean opaque;
  private boolean justSwitched;
  private boolean changed;
  private List<RecordedExchange> recorded = List.of();
  private List<RecordedResponse> unsolicited = List.of();

  /** What reads the messages of both directions. */
  private record Sides(RequestSide requests, ResponseSide responses) {

    MessageScanner scanner(Side from) {
      return from == Side.CLIENT ? requests.scanner() : responses.scanner();
    }

    boolean atRest() {
      return requests.scanner().atRest() && responses.scanner().atRest();
    }
  }

  /** Follows the connection of that number from its first byte on. */
  public Http1Observer(int connectionNumber, ExchangeListener listener, HeadMemory headMemory) {
    connection = connectionNumber;
    exchanges = new Exchanges(connectionNumber, listener);
    this.headMemory = headMemory;
  }

  @Override
  public void bytes(Side from, ByteBuf bytes, long atNanos) {
    justSwitched = false;
    if (opaque) {
      if (stray != null) {
        stray.more(from, bytes.readableBytes());
      }
      return;
    }
    changed = true;
    Sides both = sides();
    try {
      both.scanner(from).scan(bytes, atNanos);
      // A server may switch protocols before the request that asked for it has come to its end.
      opaque = exchanges.upgrade() != null && !both.requests().scanner().withinMessage();
      justSwitched = opaque && from == Side.SERVER;
      if (exchanges.allOver() && both.atRest()) {
        sides = null;
      }
    } catch (NotHttp1Exception e) {
      retire(both, from, bytes, e);
    }
  }

  private Sides sides() {
    Sides both = sides;
    if (both == null) {
      RequestSide requests = new RequestSide(exchanges, headMemory);
      both = new Sides(requests, new ResponseSide(exchanges, requests.scanner(), headMemory));
      sides = both;
    }
    return both;
  }

  /** A FIN from the server completes a body that lasts until then; nothing is complete by a RST. */
  @Override
  public void ended(Side from, EndKind kind, long atNanos) {
    if (from == Side.SERVER && kind == EndKind.FIN && !opaque && sides != null) {
      changed = true;
      sides.scanner(Side.SERVER).end();
    }
  }

  @Override
  public Phase phase() {
    return opaque || exchanges.upgrade() != null ? Phase.OPAQUE : exchanges.phase();
  }

  /** {@inheritDoc} Only what changed since the last call is built anew. */
  @Override
  public void describeTo(RecordedConnection.Builder builder) {
    if (changed) {
      changed = false;
      recorded = exchanges.record();
      unsolicited = exchanges.recordUnsolicited();
    }
    builder.exchangeCount(exchanges.count()).exchanges(recorded).unsolicited(unsolicited);
    if (exchanges.upgrade() != null) {
      builder.upgrade(exchanges.upgrade());
    }
    if (stray != null) {
      builder.observerRetired(stray.toString()).strayBytes(stray.count());
    } else if (retired != null) {
      builder.observerRetired(retired);
    }
  }

  /**
   * Returns where in the bytes shown last, which were the server's, another protocol begins: right
   * behind the 101 that switched to it. Returns -1 where no such thing has just happened.
   *
   * @param name the protocol asked about
   */
  public int switchedTo(String name) {
    Upgrade upgrade = exchanges.upgrade();
    boolean asked = upgrade != null && upgrade.protocol().equalsIgnoreCase(name);
    return asked && justSwitched ? sides().scanner(Side.SERVER).stoppedAt() : -1;
  }

  /** Returns the exchanges kept, the latest of them last. */
  public List<RecordedExchange> exchanges() {
    return exchanges.record();
  }

  /** Returns how many exchanges began. */
  public long exchangeCount() {
    return exchanges.count();
  }

  private void retire(Sides both, Side from, ByteBuf bytes, NotHttp1Exception e) {
    if (from == Side.SERVER && both.responses().stray()) {
      long count = both.scanner(from).sinceMessageStart(bytes.readableBytes());
      stray = new StrayBytes(connection, exchanges.answered(), count);
    }
    String place =
        from == Side.CLIENT
            ? both.requests().place(connection)
            : both.responses().place(connection);
    opaque = true;
    retired = place + ": " + e.getMessage();
  }
}
