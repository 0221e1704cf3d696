package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.recording.ConnectionEnd;
import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.TlsAlert;
import io.github.connectionprobe.recording.TlsHandshake;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One connection laid out in time, in nanoseconds from the start of the recording. */
final class Timeline {

  /** Later than anything: for what has not happened. */
  static final long NEVER = Long.MAX_VALUE;

  /** What a connection was to a client that looked for a free one. */
  enum State {
    /** No exchange had begun, and some would. */
    PENDING,
    /** An exchange was in flight, or what it did is not known. */
    BUSY,
    /** It waited for the next exchange. */
    IDLE,
    /** It could carry no further exchange. */
    LOST
  }

  final RecordedConnection connection;
  final long opened;
  private final boolean carriedOver;
  private final boolean unread;
  private final long visibleFrom;
  private final List<RecordedExchange> exchanges;
  private final Optional<TlsSpans> estimate;
  private final Optional<Multiplexing> multiplexing;
  private final Spans spans;
  private final long lost;

  /**
   * Lays out a connection.
   *
   * @param connection the connection
   * @param from when the window begins
   * @param unread whether its last response is known to stand still for want of a reader
   */
  Timeline(RecordedConnection connection, Duration from, boolean unread) {
    this.connection = connection;
    this.unread = unread;
    opened = connection.openedAt().toNanos();
    carriedOver = connection.openedAt().compareTo(from) < 0;
    visibleFrom = Math.max(opened, from.toNanos());
    exchanges = connection.exchanges();
    estimate = TlsSpans.of(connection);
    multiplexing = Multiplexing.of(connection);
    spans = Spans.of(connection, estimate, unread);
    lost = Math.min(firstEnd(), retiredAt());
  }

  int number() {
    return connection.number();
  }

  /** Returns true where the exchanges of the connection can be told. */
  boolean observed() {
    return (connection.protocol() == Protocol.HTTP_1 || multiplexed())
        && connection.upstreamFailure().isEmpty()
        && (connection.observerRetired().isEmpty() || spoilt());
  }

  /** Returns true where it carries several exchanges at once, because it speaks HTTP/2. */
  boolean multiplexed() {
    return multiplexing.isPresent();
  }

  /** Returns how many exchanges it may carry at once. */
  long streamLimit() {
    return multiplexing.map(Multiplexing::limit).orElse(1L);
  }

  /** Returns true where its exchanges cannot be read and are estimated instead. */
  boolean estimated() {
    return estimate.isPresent();
  }

  /** Returns true where it is known, or well enough estimated, when it was in use. */
  boolean followed() {
    return observed() || estimated();
  }

  /** Returns true where stray bytes of the server, and nothing else, hide what came after them. */
  boolean spoilt() {
    return connection.strayBytes() > 0 && last().map(RecordedExchange::complete).orElse(false);
  }

  /** Returns true where the window shows an exchange on it. */
  boolean used() {
    return count() > 0;
  }

  /** Returns how many exchanges began on it in the window. */
  long count() {
    return estimate.map(TlsSpans::count).orElse(connection.exchangeCount());
  }

  /**
   * Returns from when on it could carry a request: with TLS, that takes a handshake. Of HTTP/2,
   * from when on the client knew how many.
   */
  long ready() {
    if (multiplexing.isPresent()) {
      return multiplexing.get().ready();
    }
    return connection.tls().flatMap(TlsHandshake::finishedAt).map(Duration::toNanos).orElse(opened);
  }

  /** Returns true where the client never sent a byte. */
  boolean silent() {
    return connection.bytesFrom(Side.CLIENT) == 0 && !used();
  }

  /** Returns true where it was opened before the window. */
  boolean carriedOver() {
    return carriedOver;
  }

  /** Returns true where its last response stands still because the client does not read it. */
  boolean unread() {
    return unread;
  }

  List<RecordedExchange> exchanges() {
    return exchanges;
  }

  Optional<RecordedExchange> last() {
    return exchanges.isEmpty()
        ? Optional.empty()
        : Optional.of(exchanges.get(exchanges.size() - 1));
  }

  /**
   * Returns the last exchange, or the one before it where the last request came too late to be
   * answered.
   */
  Optional<RecordedExchange> lastServed() {
    int count = exchanges.size();
    boolean futile = count > 1 && exchanges.get(count - 1).response().isEmpty();
    return futile ? Optional.of(exchanges.get(count - 2)) : last();
  }

  /** Returns true where its last response had a body. */
  boolean endedWithBody() {
    return last().flatMap(RecordedExchange::response).filter(r -> r.bodyBytes() > 0).isPresent();
  }

  /** Returns of how many of its exchanges it is known when they began. */
  int listed() {
    return spans.count();
  }

  /** Returns when the exchange at this index began. */
  long start(int index) {
    return spans.start(index);
  }

  /** Returns when the exchange at this index was over for the client. */
  long end(int index) {
    return spans.end(index);
  }

  /** Returns from when on it could carry no further exchange. */
  long lost() {
    return lost;
  }

  /** Returns the time of its first FIN or RST, or of the TLS alert that came before it. */
  long firstEnd() {
    return Math.min(end(Side.CLIENT), end(Side.SERVER));
  }

  /**
   * Returns who ended it first, where somebody did. A TLS alert counts: the other peer may answer
   * it with a FIN before its sender comes to send one.
   */
  Optional<Side> endedBy() {
    long client = end(Side.CLIENT);
    long server = end(Side.SERVER);
    return client == server
        ? connection.end().map(ConnectionEnd::by)
        : Optional.of(client < server ? Side.CLIENT : Side.SERVER);
  }

  /** Returns the time of the peer's first FIN or RST, or of its TLS alert before that. */
  long end(Side side) {
    long end = connection.end(side).map(ConnectionEnd::at).map(Duration::toNanos).orElse(NEVER);
    return Math.min(end, alert(side).map(TlsAlert::at).map(Duration::toNanos).orElse(NEVER));
  }

  /** Returns the peer's TLS alert, with which it ended the connection for both. */
  Optional<TlsAlert> alert(Side side) {
    return connection.tls().flatMap(TlsHandshake::alert).filter(alert -> alert.by() == side);
  }

  State state(long at) {
    if (at >= lost) {
      return State.LOST;
    }
    if (multiplexing.isPresent()) {
      return multiplexing.get().state(spans, at);
    }
    int index = spans.lastBegunBy(at);
    if (index < 0) {
      return carriedOver && count() == spans.count() ? State.IDLE : State.PENDING;
    }
    for (int i = index; i >= 0; i--) {
      if (spans.end(i) > at) {
        return State.BUSY;
      }
    }
    return unknownAfter(index) ? State.BUSY : State.IDLE;
  }

  /** Returns until when it stays as it is, from a moment at which it was busy or pending. */
  long occupiedUntil(long at) {
    if (multiplexing.isPresent()) {
      return Math.min(multiplexing.get().occupiedUntil(spans, at), lost);
    }
    int index = spans.lastBegunBy(at);
    long until = index < 0 ? nextStart(at) : spans.end(index);
    return Math.min(until, lost);
  }

  /** Returns since when it had been idle at a moment at which it was. */
  long idleSince(long at) {
    long since = visibleFrom;
    for (int i = spans.lastBegunBy(at); i >= 0; i--) {
      // Streams that are open do not keep others out.
      since = multiplexed() && spans.end(i) > at ? since : Math.max(since, spans.end(i));
    }
    return since;
  }

  /** Returns when, at a moment, an exchange on it had last begun or ended. */
  long touchedBy(long at) {
    int last = spans.lastBegunBy(at);
    return last < 0 ? idleSince(at) : Math.max(idleSince(at), spans.start(last));
  }

  /** Returns when its next exchange began, after the given moment. */
  long nextStart(long after) {
    int next = spans.lastBegunBy(after) + 1;
    return next < spans.count() ? spans.start(next) : NEVER;
  }

  /** Returns true where some exchange began after the given moment. */
  boolean usedAfter(long at) {
    return nextStart(at) != NEVER || unknownAfter(spans.count() - 1);
  }

  /** Returns true where exchanges were counted and not kept behind the one at this index. */
  private boolean unknownAfter(int index) {
    if (index < 0) {
      return false;
    }
    if (estimated()) {
      return index == spans.count() - 1 && count() > spans.count();
    }
    if (index == exchanges.size() - 1) {
      // Of a window, the exchanges before it are not counted, though their numbers go on.
      long listed = exchanges.get(index).number() - exchanges.get(0).number() + 1;
      return connection.exchangeCount() > listed;
    }
    return exchanges.get(index + 1).number() > exchanges.get(index).number() + 1;
  }

  /** Returns when a message or an upgrade took the connection out of use, though still open. */
  private long retiredAt() {
    if (multiplexing.isPresent()) {
      return multiplexing.get().closedToNew();
    }
    long retired = connection.upgrade().map(up -> up.at().toNanos()).orElse(NEVER);
    int last = exchanges.size() - 1;
    if (spoilt()
        || (last >= 0 && !unknownAfter(last) && AnnouncedCloses.announcedBy(exchanges.get(last)))) {
      retired = Math.min(retired, spans.end(last));
    }
    return retired;
  }
}
