package io.github.connectionprobe.assertj;

import static io.github.connectionprobe.assertj.Words.count;
import static io.github.connectionprobe.assertj.Words.requireCount;
import static java.util.Objects.requireNonNull;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.recording.ConnectionEnd;
import io.github.connectionprobe.recording.ConnectionState;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import java.util.Optional;
import org.assertj.core.annotation.CheckReturnValue;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on one connection, reached by {@link RecordingAssert#connection}.
 *
 * <pre>{@code
 * assertThat(probe).connection(1).hasExchanges(2).wasClosedBy(Side.SERVER);
 * }</pre>
 */
public class ConnectionAssert extends ProtocolAssert {

  private final @Nullable RecordingAssert recording;

  /** Asserts on a connection alone; its failures cannot show the others of its recording. */
  public ConnectionAssert(RecordedConnection actual) {
    super(actual, null);
    this.recording = null;
  }

  ConnectionAssert(RecordedConnection actual, RecordingAssert recording) {
    super(actual, recording.lookout());
    this.recording = recording;
    info.description(recording.info.description());
  }

  /**
   * Verifies how many exchanges the connection carried; those still under way count.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it was another number
   */
  public ConnectionAssert hasExchanges(long expected) {
    requireCount(expected, "exchange");
    return expect(
        c -> c.exchangeCount() == expected,
        c -> Mismatch.exchanges("carried", c.exchangeCount(), expected));
  }

  /**
   * Verifies the connection's state in Zeek's words.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it is another
   */
  public ConnectionAssert hasState(ConnectionState expected) {
    return expect(
        c -> c.state() == expected,
        c ->
            new Mismatch(
                "to be in state " + expected + " but it is in " + c.state(), c.state(), expected));
  }

  /**
   * Verifies that neither peer has ended the connection.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if one has
   */
  public ConnectionAssert isOpen() {
    return expect(c -> c.open() && c.end().isEmpty(), c -> ended(c, "open"));
  }

  /**
   * Verifies that both directions of the connection have ended.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if one is open
   */
  public ConnectionAssert isClosed() {
    return expect(c -> !c.open(), c -> ended(c, "closed"));
  }

  /**
   * Verifies that one direction of the connection has ended and the other has not.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if both or none have
   */
  public ConnectionAssert isHalfClosed() {
    return expect(c -> c.state().halfClosed(), c -> ended(c, "half-closed"));
  }

  /**
   * Verifies which peer ended the connection first, be it with a FIN or a RST.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it was the other, or none
   */
  public ConnectionAssert wasClosedBy(Side expected) {
    return expect(
        c -> c.end().filter(end -> end.by() == expected).isPresent(),
        c -> ended(c, "closed by the " + expected));
  }

  /**
   * Verifies that the peer on this side aborted the connection with a RST.
   *
   * @return {@code this} assertion object.
   * @throws AssertionError if it did not
   */
  public ConnectionAssert wasResetBy(Side expected) {
    return expect(
        c -> c.ends().stream().anyMatch(end -> end.by() == expected && end.kind() == EndKind.RST),
        c -> ended(c, "reset by the " + expected));
  }

  /**
   * Navigates to an exchange by its number on this connection, from 1.
   *
   * @throws AssertionError if the connection has no exchange of that number, or did not keep it
   */
  @CheckReturnValue
  public ExchangeAssert exchange(long number) {
    expect(c -> exchange(c, number).isPresent(), c -> missing(c, number));
    RecordedConnection seen = view == null ? actual : in(view.latest()).orElse(actual);
    return new ExchangeAssert(exchange(seen, number).orElseThrow(), this);
  }

  /**
   * Navigates back.
   *
   * @return the assertion on the recording this connection was reached from
   */
  @CheckReturnValue
  public RecordingAssert returnToRecording() {
    return requireNonNull(recording, "this connection was not reached from a recording");
  }

  static Optional<RecordedExchange> exchange(RecordedConnection connection, long number) {
    return connection.exchanges().stream().filter(e -> e.number() == number).findFirst();
  }

  private static Mismatch ended(RecordedConnection connection, String expected) {
    String actual = connection.end().map(ConnectionAssert::words).orElse("open");
    if (connection.upstreamFailure().isPresent()) {
      actual = "refused: the upstream " + connection.upstreamFailure().get().kind();
    }
    return new Mismatch("to be " + expected + " but it is " + actual, actual, expected);
  }

  private static String words(ConnectionEnd end) {
    return (end.kind() == EndKind.FIN ? "closed by the " : "reset by the ")
        + end.by()
        + " "
        + end.phase();
  }

  private static Mismatch missing(RecordedConnection connection, long number) {
    int kept = connection.exchanges().size();
    String wanted = connection.number() + "." + number;
    String there = count(connection.exchangeCount(), "exchange");
    String sentence =
        kept < connection.exchangeCount()
            ? "to show exchange " + wanted + " but of its " + there + " only " + kept + " are kept"
            : "to have an exchange " + wanted + " but it has " + there;
    return new Mismatch(sentence, there, wanted);
  }

  @Override
  final Optional<RecordedConnection> in(Recording recording) {
    return recording.connections().stream()
        .filter(connection -> connection.number() == actual.number())
        .findFirst();
  }

  @Override
  final String subject() {
    return "connection #" + actual.number() + (recording == null ? "" : " of ");
  }

  @Override
  final Diagnosis meaningOf(Recording whole) {
    return recording == null ? Diagnosis.of(whole) : recording.meaningOf(whole);
  }

  @Override
  final String closingRemark() {
    return recording == null ? "" : recording.closingRemark();
  }
}
