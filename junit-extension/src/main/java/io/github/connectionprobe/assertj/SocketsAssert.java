package io.github.connectionprobe.assertj;

import static io.github.connectionprobe.assertj.Words.requireCount;
import static java.util.Objects.requireNonNull;

import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.report.TextReport;
import io.github.connectionprobe.socket.SocketFacts;
import io.github.connectionprobe.socket.SocketReport;
import io.github.connectionprobe.socket.TcpKeepalive;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on what the operating system knows of the sockets behind a recording, reached by
 * {@link RecordingAssert#sockets}. They look at the moment at which they are made, or, after {@link
 * RecordingAssert#within}, look again until what they assert has come true.
 *
 * <pre>{@code
 * assertThat(probe).sockets().hasTcpKeepalive().hasNoUnreadResponses();
 * assertThat(probe).within(Duration.ofSeconds(2)).sockets().hasTimeWaits(Side.CLIENT, 1);
 * }</pre>
 *
 * <p>Linux shows this, for sockets in the network namespace of this process. Where it cannot be
 * seen, every assertion fails and says why: none passes unseen.
 */
public class SocketsAssert extends AbstractAssert<SocketsAssert, SocketFacts> {

  private final RecordingAssert recording;
  private SocketFacts latest;

  SocketsAssert(SocketFacts actual, RecordingAssert recording) {
    super(actual, SocketsAssert.class);
    this.latest = actual;
    this.recording = recording;
    info.description(recording.info.description());
  }

  /**
   * Verifies that TCP keepalive is armed on the client's socket of every connection that a process
   * still holds, and that there is one. It has nothing to do with HTTP keep-alive.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it is not armed on one of them, or that cannot be told
   */
  public SocketsAssert hasTcpKeepalive() {
    return expectKeepalive("armed", it -> it.armed() == TcpKeepalive.Armed.YES);
  }

  /**
   * Verifies that TCP keepalive is armed on the client's socket of every connection that a process
   * still holds, that there is one, and that the timer fires in this time. The kernel winds it up
   * lazily: it may fire that soon and be set again, where bytes have passed meanwhile.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it is not so on one of them, or that cannot be told
   */
  public SocketsAssert hasTcpKeepaliveDueWithin(Duration atMost) {
    requireNonNull(atMost, "atMost");
    return expectKeepalive(
        "due within " + SocketReport.seconds(atMost),
        it -> it.armed() == TcpKeepalive.Armed.YES && it.left().compareTo(atMost) <= 0);
  }

  /**
   * Verifies that TCP keepalive is armed on no client's socket that a process still holds, and that
   * there is one.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it is armed on one of them, or that cannot be told
   */
  public SocketsAssert hasNoTcpKeepalive() {
    return expectKeepalive("switched off", it -> it.armed() == TcpKeepalive.Armed.NO);
  }

  /**
   * Verifies that no connection of the recording left a socket in TIME_WAIT, on either side.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if one did
   */
  public SocketsAssert hasNoTimeWaits() {
    return expect(
        "to have left no socket in TIME_WAIT",
        facts -> SocketList.timeWaits(facts, 0, 0),
        SocketMismatch::timeWaits,
        SocketList::unseen);
  }

  /**
   * Verifies how many connections of the recording left a socket in TIME_WAIT on this side: the one
   * that sent its FIN first (RFC 9293 §3.6). On the side of the server it is the probe that holds
   * them, in the server's place.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it was another number
   */
  public SocketsAssert hasTimeWaits(Side side, int expected) {
    requireNonNull(side, "side");
    requireCount(expected, "socket");
    return expect(
        SocketMismatch.wantedTimeWaits(side, expected),
        facts -> SocketList.timeWaits(facts, side).size() == expected,
        facts -> SocketMismatch.timeWaits(facts, side, expected),
        SocketList::unseen);
  }

  /**
   * Verifies that no client's socket is in CLOSE_WAIT: the server has hung up, and the client has
   * not closed. A client needs a moment for that, so allow it one with {@link
   * RecordingAssert#within}; a socket that stays so is leaked, or stale in a pool.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if one is
   */
  public SocketsAssert hasNoCloseWaits() {
    return expect(
        "to have no client's socket in CLOSE_WAIT",
        facts -> SocketList.closeWaits(facts).isEmpty(),
        SocketMismatch::closeWaits,
        SocketList::unseen);
  }

  /**
   * Verifies that no bytes of a response wait in a client's socket for the application to read
   * them. Bytes that a library took into a buffer of its own do not count.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if some do
   */
  public SocketsAssert hasNoUnreadResponses() {
    return expect(
        "to have left no response bytes unread",
        facts -> SocketList.unread(facts).isEmpty(),
        SocketMismatch::unread,
        SocketList::unseen);
  }

  /**
   * Verifies that the server's application accepted every connection of this process: none waits in
   * the kernel, its handshake completed, with nobody to answer.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if one waits
   */
  public SocketsAssert hasNoUnacceptedConnections() {
    return expect(
        "to have all connections accepted by the server",
        facts -> facts.upstreamQueue().filter(it -> it.waiting().isEmpty()).isPresent(),
        SocketMismatch::unaccepted,
        SocketList::unseenServer);
  }

  private SocketsAssert expectKeepalive(String state, Predicate<TcpKeepalive> condition) {
    return expect(
        "to have TCP keepalive " + state + " on every client's socket",
        facts ->
            !SocketList.held(facts).isEmpty() && SocketList.without(facts, condition).isEmpty(),
        facts -> SocketMismatch.keepalive(facts, state, condition),
        SocketList::unseen);
  }

  private SocketsAssert expect(
      String wanted,
      Predicate<SocketFacts> condition,
      Function<SocketFacts, SocketMismatch> otherwise,
      Function<SocketFacts, Optional<String>> unseen) {
    isNotNull();
    latest =
        recording.lookout().sockets(latest, it -> unseen.apply(it).isEmpty() && condition.test(it));
    Optional<String> hidden = latest.unavailable().or(() -> unseen.apply(latest));
    if (hidden.isPresent()) {
      throw failure("%s", begin() + SocketMismatch.unseen(wanted, hidden.get()));
    }
    if (condition.test(latest)) {
      return myself;
    }
    SocketMismatch mismatch = otherwise.apply(latest);
    throw failureWithActualExpected(
        mismatch.actual(), mismatch.expected(), "%s", begin() + text(wanted, mismatch));
  }

  private String begin() {
    return (info.hasDescription() ? "\n" : "")
        + "Expecting "
        + TextReport.heading(recording.lookout().latest())
        + "\n";
  }

  private String text(String wanted, SocketMismatch mismatch) {
    List<String> sockets = SocketReport.clients(latest, mismatch.marked());
    String remark = recording.closingRemark();
    return wanted
        + " but "
        + mismatch.found()
        + ":\n\n"
        + (sockets.isEmpty() ? "" : String.join("\n", sockets) + "\n\n")
        + mismatch.fix()
        + "\nMore: docs/sockets.md\n\n"
        + TextReport.of(recording.meaningOf(recording.lookout().latest()))
        + (remark.isEmpty() ? "" : "\n\n" + remark);
  }
}
