package io.github.connectionprobe.assertj;

import static io.github.connectionprobe.assertj.Words.requireCount;
import static java.util.Objects.requireNonNull;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.RecordingSource;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.socket.SocketFacts;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.assertj.core.annotation.CheckReturnValue;

/**
 * Assertions on what a probe recorded. A failure prints every connection with its exchanges, and
 * why each avoidable one was opened.
 *
 * <pre>{@code
 * assertThat(probe).hasOpenedConnections(1).hasServedExchanges(2).hasNoResets();
 * assertThat(probe).within(Duration.ofSeconds(2)).hasNoOpenConnections();
 * assertThat(probe).connection(1).wasClosedBy(Side.CLIENT).exchange(1).hasStatus(200);
 * }</pre>
 */
public class RecordingAssert extends RecordedAssert<RecordingAssert, Recording> {

  /** Asserts on one recording, which no longer changes. */
  public RecordingAssert(Recording actual) {
    super(actual, RecordingAssert.class, new View(actual, null));
  }

  /** Asserts on what the source has recorded now; {@link #within} asks it again. */
  public RecordingAssert(RecordingSource source) {
    this(source, source.recording());
  }

  private RecordingAssert(RecordingSource source, Recording now) {
    super(now, RecordingAssert.class, new View(now, source));
  }

  /**
   * Makes the assertions that follow wait, together at most this long, for what they assert. They
   * look again whenever a new fact comes in.
   *
   * @return {@code this} assertion object.
   * @throws IllegalStateException if a finished recording was given and not a probe
   */
  @CheckReturnValue
  public RecordingAssert within(Duration atMost) {
    isNotNull();
    lookout().patientFor(atMost);
    return this;
  }

  /**
   * Verifies how many connections were opened.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it was another number
   */
  public RecordingAssert hasOpenedConnections(int expected) {
    requireCount(expected, "connection");
    return expectOpened(expected, expected, "", expected);
  }

  /**
   * Verifies that no more connections were opened than this.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it was more
   */
  public RecordingAssert hasOpenedAtMost(int expected) {
    requireCount(expected, "connection");
    return expectOpened(0, expected, "at most ", expected);
  }

  /**
   * Verifies that no fewer connections were opened than this.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it was fewer
   */
  public RecordingAssert hasOpenedAtLeast(int expected) {
    requireCount(expected, "connection");
    return expectOpened(expected, Integer.MAX_VALUE, "at least ", expected);
  }

  /**
   * Verifies how many exchanges the connections carried; those still under way count.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it was another number
   */
  public RecordingAssert hasServedExchanges(long expected) {
    requireCount(expected, "exchange");
    return expect(
        r -> r.exchangeCount() == expected,
        r -> Mismatch.exchanges("served", r.exchangeCount(), expected));
  }

  /**
   * Verifies that at least one connection was used again: it carried a second exchange, or one of
   * this window although it was opened before.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if every connection carried one exchange at most
   */
  public RecordingAssert hasReusedConnections() {
    return expect(Facts::reusedOne, Mismatch::notReused);
  }

  /**
   * Verifies that the peer on this side sent no FIN.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it did
   */
  public RecordingAssert hasNoFinFrom(Side side) {
    return expect(
        r -> r.fins(side) == 0, r -> Mismatch.some("FIN", " from the " + side, r.fins(side)));
  }

  /**
   * Verifies that the peer on this side sent no RST.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it did
   */
  public RecordingAssert hasNoResetFrom(Side side) {
    return expect(
        r -> r.resets(side) == 0, r -> Mismatch.some("RST", " from the " + side, r.resets(side)));
  }

  /**
   * Verifies that neither peer sent a RST.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if one did
   */
  public RecordingAssert hasNoResets() {
    return expect(r -> Facts.resets(r) == 0, r -> Mismatch.some("RST", "", Facts.resets(r)));
  }

  /**
   * Verifies that every connection was closed in both directions.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if one was not
   */
  public RecordingAssert hasNoOpenConnections() {
    return expectNone("open", RecordedConnection::open);
  }

  /**
   * Verifies that no connection was closed in one direction only.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if one was
   */
  public RecordingAssert hasNoHalfClosedConnections() {
    return expectNone("half-closed", connection -> connection.state().halfClosed());
  }

  /**
   * Verifies that both messages of every exchange arrived to their end.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if one did not
   */
  public RecordingAssert hasOnlyCompleteExchanges() {
    return expect(r -> Facts.incomplete(r).isEmpty(), Mismatch::incomplete);
  }

  /**
   * Verifies that every connection opened was needed: none stands for one that an open connection
   * could have served had client and server kept to keep-alive.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if one was avoidable
   */
  public RecordingAssert hasNoAvoidableConnections() {
    return speaksFor(
        expect(r -> diagnose(r).avoidable().isEmpty(), r -> Mismatch.avoidable(diagnose(r))));
  }

  /**
   * Verifies that connections were opened although others could have served, for exactly these
   * causes: each is there, and no other is.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if the causes are others
   */
  public RecordingAssert lostReuseBecause(Cause... expected) {
    if (expected.length == 0) {
      throw new IllegalArgumentException(
          "lostReuseBecause needs at least one cause. To say that there was none, call"
              + " hasNoAvoidableConnections().");
    }
    Set<Cause> wanted = EnumSet.copyOf(Arrays.asList(expected));
    return speaksFor(
        expect(
            r -> Facts.causes(diagnose(r)).equals(wanted),
            r -> Mismatch.causes(diagnose(r), wanted)));
  }

  /**
   * Navigates to a connection. Numbers count from the probe's start, in the order accepted; those
   * of a window begin where the one before ended.
   *
   * @throws AssertionError if the recording has no connection of that number
   */
  @CheckReturnValue
  public ConnectionAssert connection(int number) {
    expect(
        r -> r.connections().stream().anyMatch(c -> c.number() == number),
        r -> Mismatch.missing(r, number));
    return new ConnectionAssert(lookout().latest().connection(number), this);
  }

  /**
   * Navigates to what the operating system knows of the connections' sockets at this moment: TCP
   * keepalive, TIME_WAIT, CLOSE_WAIT, bytes nobody read.
   */
  @CheckReturnValue
  public SocketsAssert sockets() {
    isNotNull();
    return new SocketsAssert(SocketFacts.of(lookout().latest()), this);
  }

  /** Navigates to the TLS handshakes of the connections opened. */
  @CheckReturnValue
  public TlsAssert tls() {
    isNotNull();
    return new TlsAssert(this);
  }

  /**
   * Called whenever an assertion on how many connections were opened, or why, has passed. Whoever
   * judges them without being asked may take it that the test has spoken for these.
   */
  protected void spokenFor(Recording recording) {}

  /**
   * Returns what a recording means. Whoever knows more than the recording, of the clients' pools
   * for instance, may override it.
   */
  protected Diagnosis diagnose(Recording recording) {
    return Diagnosis.of(recording);
  }

  /** Returns lines to print at the end of each failure message; none unless overridden. */
  protected String remark() {
    return "";
  }

  final View lookout() {
    return requireNonNull(view);
  }

  private RecordingAssert expectOpened(int fewest, int most, String bound, int named) {
    return speaksFor(
        expect(
            r -> r.opened() >= fewest && r.opened() <= most,
            r -> Mismatch.opened(diagnose(r), bound, named)));
  }

  private RecordingAssert expectNone(String state, Predicate<RecordedConnection> has) {
    return expect(
        r -> r.connections().stream().noneMatch(has),
        r -> Mismatch.some(state, r.connections().stream().filter(has).toList(), r));
  }

  private RecordingAssert speaksFor(RecordingAssert passed) {
    spokenFor(lookout().latest());
    return passed;
  }

  @Override
  final Diagnosis meaningOf(Recording recording) {
    return diagnose(recording);
  }

  @Override
  final String closingRemark() {
    return remark();
  }

  @Override
  final Optional<Recording> in(Recording recording) {
    return Optional.of(recording);
  }
}
