package io.github.connectionprobe.observer.http2;

import io.github.connectionprobe.observer.ExchangeListener;
import io.github.connectionprobe.observer.ExchangeLog;
import io.github.connectionprobe.recording.Http2Errors;
import io.github.connectionprobe.recording.Phase;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.StreamReset;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The streams that the client opened on one connection, each an exchange. Counted are the distinct
 * odd identifiers on which it sent HEADERS; those of pushed responses are even, and no exchanges.
 */
final class Streams {

  /** Servers allow some hundreds; whoever holds more open than that is not worth memory. */
  static final int MOST_OPEN = 10_000;

  private final int connection;
  private final ExchangeListener listener;
  private final Map<Integer, OpenStream> open = new LinkedHashMap<>();
  private final ExchangeLog log = new ExchangeLog();
  private long begun;
  private int latest;
  private int lastWanted = Integer.MAX_VALUE;
  private int peak;

  Streams(int connection, ExchangeListener listener) {
    this.connection = connection;
    this.listener = listener;
  }

  /** Goes on from the exchanges made in HTTP/1.1, the last of which is stream 1 (RFC 7540 §3.2). */
  void goOnFrom(List<RecordedExchange> exchanges, long count) {
    int last = exchanges.size() - 1;
    exchanges.subList(0, last).forEach(log::add);
    begun = count;
    latest = 1;
    open.put(1, new OpenStream(exchanges.get(last)));
    peak = 1;
  }

  long count() {
    return begun;
  }

  int peak() {
    return peak;
  }

  Phase phase() {
    for (OpenStream oldest : open.values()) {
      return oldest.phase();
    }
    return begun == 0 ? Phase.UNUSED : Phase.IDLE;
  }

  List<RecordedExchange> record() {
    return log.with(open.values().stream().map(stream -> stream.record(connection)).toList());
  }

  /** Returns a stream that is under way, where it is. */
  @Nullable OpenStream find(int id) {
    return open.get(id);
  }

  /** The client sent HEADERS: they open a stream, unless they are a trailer. */
  void headersFromClient(Frame frame) {
    int id = frame.stream();
    if (id % 2 == 0) {
      throw new NotHttp2Exception("the client opens stream " + id + ", which is not an odd number");
    }
    if (id <= latest) {
      return;
    }
    if (open.size() == MOST_OPEN) {
      throw new NotHttp2Exception("more than " + MOST_OPEN + " streams are open at once");
    }
    latest = id;
    begun++;
    OpenStream stream = new OpenStream(id, begun, frame.begun());
    open.put(id, stream);
    listener.begun(begun);
    peak = Math.max(peak, open.size());
    if (id > lastWanted) {
      leaveOut(stream, frame.begun());
    }
  }

  /** Checks that the server answers what was asked. */
  void headersFromServer(Frame frame) {
    if (frame.stream() % 2 == 1 && frame.stream() > latest) {
      throw new NotHttp2Exception(
          "the server answers stream " + frame.stream() + ", which was never opened");
    }
  }

  void closeIfComplete(OpenStream stream) {
    if (stream.complete()) {
      close(stream);
    }
  }

  void reset(int id, StreamReset how) {
    OpenStream stream = open.get(id);
    if (stream != null) {
      stream.reset(how);
      close(stream);
    }
  }

  /** The server takes no streams behind this one, not even those that are on their way. */
  void goAway(int lastStream, long atNanos) {
    lastWanted = Math.min(lastWanted, lastStream);
    List<OpenStream> unwanted =
        open.values().stream().filter(stream -> stream.id() > lastWanted).toList();
    unwanted.forEach(stream -> leaveOut(stream, atNanos));
  }

  private void leaveOut(OpenStream stream, long atNanos) {
    Duration at = Duration.ofNanos(atNanos);
    reset(stream.id(), new StreamReset(Side.SERVER, true, Http2Errors.REFUSED_STREAM, at));
  }

  private void close(OpenStream stream) {
    open.remove(stream.id());
    RecordedExchange over = stream.record(connection);
    log.add(over);
    listener.over(over);
  }
}
