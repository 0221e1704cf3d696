package io.github.connectionprobe.assertj;

import static io.github.connectionprobe.assertj.ConnectionProbeAssertions.assertThat;
import static io.github.connectionprobe.assertj.Recordings.carrying;
import static io.github.connectionprobe.assertj.Recordings.closed;
import static io.github.connectionprobe.assertj.Recordings.connection;
import static io.github.connectionprobe.assertj.Recordings.end;
import static io.github.connectionprobe.assertj.Recordings.unanswered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.report.TextReport;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class RecordingAssertTest {

  private static final Recording NOTHING = Recordings.of();
  private static final Recording REUSED = Recordings.of(carrying(1, 2).build());
  private static final Recording LOST = Recordings.of(closed(1), closed(2));

  /** The assertion fails with that sentence between the heading and the report. */
  private static void assertFails(
      Recording recording, UnaryOperator<RecordingAssert> assertion, String sentence) {
    assertThat(catchThrowable(() -> assertion.apply(assertThat(recording))))
        .isInstanceOf(AssertionFailedError.class)
        .hasMessage(
            "Expecting probe \"orders\" (localhost:54321 -> localhost:8080)\n"
                + sentence
                + ":\n\n"
                + TextReport.of(recording));
  }

  private static Recording ended(Side by, EndKind kind) {
    return Recordings.of(carrying(1, 1).end(end(1, by, kind)).build());
  }

  @Test
  void openedConnectionsAreCounted() {
    assertThat(LOST).hasOpenedConnections(2).hasOpenedAtMost(2).hasOpenedAtLeast(2);
    assertThat(NOTHING).hasOpenedConnections(0).hasOpenedAtMost(5).hasOpenedAtLeast(0);
    assertFails(
        LOST,
        a -> a.hasOpenedConnections(1),
        "to have opened 1 connection but it opened 2, where 1 would have served (at most 1 exchange"
            + " in flight)");
    assertFails(
        LOST,
        a -> a.hasOpenedAtMost(1),
        "to have opened at most 1 connection but it opened 2, where 1 would have served (at most 1"
            + " exchange in flight)");
    assertFails(
        LOST, a -> a.hasOpenedConnections(3), "to have opened 3 connections but it opened 2");
    assertFails(
        REUSED,
        a -> a.hasOpenedAtLeast(2),
        "to have opened at least 2 connections but it opened 1");
    assertFails(
        REUSED, a -> a.hasOpenedConnections(0), "to have opened 0 connections but it opened 1");
  }

  @Test
  void exchangesAreCounted() {
    assertThat(REUSED).hasServedExchanges(2);
    assertFails(REUSED, a -> a.hasServedExchanges(1), "to have served 1 exchange but it served 2");
  }

  @Test
  void reuseIsSeen() {
    assertThat(REUSED).hasReusedConnections();
    assertFails(
        LOST,
        RecordingAssert::hasReusedConnections,
        "to have reused a connection but none of its 2 connections was used twice");
    assertFails(
        NOTHING,
        RecordingAssert::hasReusedConnections,
        "to have reused a connection but it had none");
  }

  @Test
  void connectionFromBeforeTheWindowIsReusedByItsFirstExchangeInIt() {
    RecordedConnection.Builder carriedOver = carrying(1, 1);
    Recording window =
        new Recording(
            "orders",
            "localhost:54321",
            "localhost:8080",
            NOTHING.startedAt(),
            Duration.ofMillis(101),
            NOTHING.until(),
            1,
            List.of(carriedOver.build()));
    assertThat(window).hasReusedConnections().hasOpenedConnections(0);
  }

  @Test
  void endsAreToldBySideAndKind() {
    assertThat(ended(Side.CLIENT, EndKind.FIN)).hasNoFinFrom(Side.SERVER).hasNoResets();
    assertFails(
        ended(Side.CLIENT, EndKind.FIN),
        a -> a.hasNoFinFrom(Side.CLIENT),
        "to have seen no FIN from the client but it saw 1");
    assertThat(ended(Side.SERVER, EndKind.RST)).hasNoResetFrom(Side.CLIENT);
    assertFails(
        ended(Side.SERVER, EndKind.RST),
        a -> a.hasNoResetFrom(Side.SERVER),
        "to have seen no RST from the server but it saw 1");
    assertFails(
        ended(Side.SERVER, EndKind.RST),
        RecordingAssert::hasNoResets,
        "to have seen no RST but it saw 1");
  }

  @Test
  void openAndHalfClosedConnectionsAreNamed() {
    assertThat(LOST).hasNoOpenConnections().hasNoHalfClosedConnections();
    assertFails(
        Recordings.of(closed(1), carrying(2, 1).build(), carrying(3, 1).build()),
        RecordingAssert::hasNoOpenConnections,
        "to have no open connection but 2 of 3 are: #2, #3");
    assertFails(
        ended(Side.SERVER, EndKind.FIN),
        RecordingAssert::hasNoHalfClosedConnections,
        "to have no half-closed connection but 1 of 1 is: #1");
  }

  @Test
  void onlyTheFirstTenAreNamed() {
    RecordedConnection[] many =
        IntStream.rangeClosed(1, 12)
            .mapToObj(number -> carrying(number, 1).build())
            .toArray(RecordedConnection[]::new);
    assertFails(
        Recordings.of(many),
        RecordingAssert::hasNoOpenConnections,
        "to have no open connection but 12 of 12 are: #1, #2, #3, #4, #5, #6, #7, #8, #9, #10 and 2"
            + " more");
  }

  @Test
  void incompleteExchangesAreNamed() {
    assertThat(REUSED).hasOnlyCompleteExchanges();
    assertFails(
        Recordings.of(
            carrying(1, 1).build(), connection(2).exchanges(List.of(unanswered(2, 1))).build()),
        RecordingAssert::hasOnlyCompleteExchanges,
        "to have only complete exchanges but 1 of 2 is not: 2.1");
  }

  @Test
  void avoidableConnectionsAreCounted() {
    assertThat(REUSED).hasNoAvoidableConnections();
    assertFails(
        LOST,
        RecordingAssert::hasNoAvoidableConnections,
        "to have opened no avoidable connection but it opened 2, where 1 would have served (at most"
            + " 1 exchange in flight)");
  }

  @Test
  void causesMustBeExactlyThose() {
    assertThat(LOST).lostReuseBecause(Cause.REQUEST_CLOSE);
    assertFails(
        LOST,
        a -> a.lostReuseBecause(Cause.UPGRADED, Cause.REQUEST_CLOSE),
        "to have lost reuse because of request-close and upgraded but it was because of"
            + " request-close");
    assertFails(
        REUSED,
        a -> a.lostReuseBecause(Cause.REQUEST_CLOSE),
        "to have lost reuse because of request-close but it lost none");
    assertThatThrownBy(() -> assertThat(LOST).lostReuseBecause())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "lostReuseBecause needs at least one cause. To say that there was none, call"
                + " hasNoAvoidableConnections().");
  }

  @Test
  void negativeNumbersAreRefused() {
    assertThatThrownBy(() -> assertThat(LOST).hasOpenedConnections(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The expected number of connections is -1. Give 0 or more.");
    assertThatThrownBy(() -> assertThat(LOST).hasServedExchanges(-2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The expected number of exchanges is -2. Give 0 or more.");
  }

  @Test
  void descriptionAndOwnMessageAreKept() {
    assertThat(catchThrowable(() -> assertThat(LOST).as("checkout").hasOpenedConnections(1)))
        .hasMessageStartingWith("[checkout] \nExpecting probe \"orders\" (");
    assertThat(
            catchThrowable(
                () -> assertThat(LOST).withFailMessage("so be it").hasOpenedConnections(1)))
        .hasMessage("so be it");
    assertThat(
            catchThrowable(
                () -> assertThat(LOST).as("checkout").connection(1).as("first").isOpen()))
        .hasMessageStartingWith("[first] \nExpecting connection #1 of probe \"orders\" (");
  }

  @Test
  void bothValuesAreThereForAnIdeToCompare() {
    assertThat(catchThrowable(() -> assertThat(LOST).hasOpenedConnections(1)))
        .isInstanceOfSatisfying(
            AssertionFailedError.class,
            failed -> {
              assertThat(failed.getExpected().getStringRepresentation()).contains("1 connection");
              assertThat(failed.getActual().getStringRepresentation()).contains("2 connections");
            });
  }

  @Test
  void softAssertionsCollectFailures() {
    SoftAssertions softly = new SoftAssertions();
    RecordingAssert soft = softly.proxy(RecordingAssert.class, Recording.class, LOST);
    soft.hasOpenedConnections(1);
    soft.hasServedExchanges(1);
    softly.check(() -> assertThat(LOST).hasNoFinFrom(Side.CLIENT));
    assertThat(softly.errorsCollected()).hasSize(3);
  }

  @Test
  void recordingDoesNotWait() {
    assertThatThrownBy(() -> assertThat(LOST).within(Duration.ofSeconds(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "within(Duration) needs something that still records, but a recording is finished the"
                + " moment it is read. Assert on the probe: assertThat(probe).within(…).");
  }

  @Test
  void nullIsRefused() {
    assertThatThrownBy(() -> assertThat((Recording) null).hasOpenedConnections(1))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Expecting actual not to be null");
  }
}
