package io.github.connectionprobe.proxy;

import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.Phase;
import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.RecordedResponse;
import io.github.connectionprobe.recording.Side;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the bytes of one connection as they pass, and knows its exchanges. Where it meets
 * something it does not understand it retires, once and for all, with a reason; what it knew until
 * then stays. Not thread-safe: it belongs to one event loop.
 *
 * <pre>
 *   protocol unknown ─┬─► HTTP/1 ─┬─► upgraded     101, or CONNECT answered with 2xx
 *                     │           └─► retired      bytes that are not HTTP/1
 *                     └─► TLS, HTTP/2, other       relayed without a look
 * </pre>
 */
final class ConnectionObserver {

  private final int connection;
  private final ProtocolDetector detector = new ProtocolDetector();
  private final Exchanges exchanges;
  private final RequestSide requests;
  private final ResponseSide responses;
  private Protocol protocol = Protocol.UNKNOWN;
  private @Nullable String retired;
  private @Nullable StrayBytes stray;
  private boolean opaque;
  private boolean changed;
  private List<RecordedExchange> recorded = List.of();
  private List<RecordedResponse> unsolicited = List.of();

  ConnectionObserver(int connectionNumber) {
    connection = connectionNumber;
    exchanges = new Exchanges(connectionNumber);
    requests = new RequestSide(exchanges);
    responses = new ResponseSide(exchanges, requests.scanner());
  }

  /**
   * Looks at the readable bytes without moving an index, retaining or changing the buffer. Never
   * throws: whatever goes wrong retires the observer.
   *
   * @param from the peer that sent them
   * @param bytes what it sent
   * @param atNanos when they were read, from the start of the recording
   */
  void bytes(Side from, ByteBuf bytes, long atNanos) {
    if (opaque) {
      if (stray != null) {
        stray.more(from, bytes.readableBytes());
      }
      return;
    }
    try {
      if (protocol == Protocol.UNKNOWN) {
        protocol = detector.look(from, bytes);
        opaque = protocol != Protocol.UNKNOWN && protocol != Protocol.HTTP_1;
      }
      if (!opaque && detector.mayBeRequest()) {
        changed = true;
        scanner(from).scan(bytes, atNanos);
        // A server may switch protocols before the request that asked for it has come to its end.
        opaque = exchanges.upgrade() != null && !requests.scanner().withinMessage();
      }
    } catch (NotHttp1Exception e) {
      retire(from, bytes, e);
    } catch (Throwable t) {
      // Even an Error is only the observer's: the bytes have to be relayed all the same.
      retire("the observer failed with " + t.getClass().getName());
    }
  }

  /**
   * Learns that the peer ended its direction. A FIN from the server completes a body that lasts
   * until then; nothing is complete by a RST.
   */
  void ended(Side from, EndKind kind, long atNanos) {
    if (from == Side.SERVER && kind == EndKind.FIN && !opaque) {
      changed = true;
      responses.scanner().end();
    }
  }

  /** Returns what the connection is doing now. */
  Phase phase() {
    return opaque || exchanges.upgrade() != null ? Phase.OPAQUE : exchanges.phase();
  }

  /**
   * Writes everything known into the builder; only what changed since the last call is built anew.
   */
  void describeTo(RecordedConnection.Builder builder) {
    builder.protocol(protocol);
    if (protocol == Protocol.HTTP_1) {
      if (changed) {
        changed = false;
        recorded = exchanges.record();
        unsolicited = exchanges.recordUnsolicited();
      }
      builder.exchangeCount(exchanges.count()).exchanges(recorded).unsolicited(unsolicited);
    }
    if (exchanges.upgrade() != null) {
      builder.upgrade(exchanges.upgrade());
    }
    if (stray != null) {
      builder.observerRetired(stray.toString()).strayBytes(stray.count());
    } else if (retired != null) {
      builder.observerRetired(retired);
    }
  }

  private MessageScanner scanner(Side from) {
    return from == Side.CLIENT ? requests.scanner() : responses.scanner();
  }

  private void retire(Side from, ByteBuf bytes, NotHttp1Exception e) {
    if (from == Side.SERVER && responses.stray()) {
      long count = responses.scanner().sinceMessageStart(bytes.readableBytes());
      stray = new StrayBytes(connection, exchanges.answered(), count);
    }
    String place = from == Side.CLIENT ? requests.place(connection) : responses.place(connection);
    retire(place + ": " + e.getMessage());
  }

  private void retire(String reason) {
    opaque = true;
    retired = reason;
  }
}
