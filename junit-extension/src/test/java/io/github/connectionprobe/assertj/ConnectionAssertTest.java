package io.github.connectionprobe.assertj;

import static io.github.connectionprobe.assertj.ConnectionProbeAssertions.assertThat;
import static io.github.connectionprobe.assertj.Recordings.carrying;
import static io.github.connectionprobe.assertj.Recordings.closed;
import static io.github.connectionprobe.assertj.Recordings.connection;
import static io.github.connectionprobe.assertj.Recordings.end;
import static io.github.connectionprobe.assertj.Recordings.exchange;
import static io.github.connectionprobe.assertj.Recordings.unanswered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.connectionprobe.recording.ConnectionState;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.RecordedResponse;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.UpstreamFailure;
import io.github.connectionprobe.report.TextReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** One connection, and one exchange on it. */
class ConnectionAssertTest {

  private static final Recording RECORDING =
      Recordings.of(
          closed(1),
          carrying(2, 2).build(),
          carrying(3, 1)
              .end(end(3, Side.CLIENT, EndKind.RST))
              .closedAt(Duration.ofMillis(350))
              .build(),
          carrying(4, 1).end(end(4, Side.SERVER, EndKind.FIN)).build());

  private static void assertFails(Consumer<RecordingAssert> assertion, String expecting) {
    assertThat(catchThrowable(() -> assertion.accept(assertThat(RECORDING))))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "Expecting "
                + expecting.formatted("probe \"orders\" (localhost:54321 -> localhost:8080)")
                + ":\n\n"
                + TextReport.of(RECORDING));
  }

  @Test
  void navigatesThereAndBack() {
    assertThat(RECORDING)
        .connection(2)
        .exchange(2)
        .hasStatus(200)
        .returnToConnection()
        .hasExchanges(2)
        .returnToRecording()
        .hasOpenedConnections(4);
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertFails(a -> a.connection(5), "%s\nto have a connection #5 but it has #1, #2, #3, #4");
    assertFails(
        a -> a.connection(1).exchange(2),
        "connection #1 of %s\nto have an exchange 1.2 but it has 1 exchange");
    assertThat(catchThrowable(() -> assertThat(Recordings.of()).connection(1)))
        .hasMessageContaining("\nto have a connection #1 but it has none:\n");
  }

  @Test
  void exchangeThatWasNotKeptIsSaid() {
    RecordedConnection long_ =
        connection(1).exchanges(List.of(exchange(1, 1, Map.of()))).exchangeCount(900).build();
    assertThat(catchThrowable(() -> assertThat(Recordings.of(long_)).connection(1).exchange(7)))
        .hasMessageContaining("to show exchange 1.7 but of its 900 exchanges only 1 are kept");
  }

  @Test
  void endOfAConnectionIsTold() {
    assertThat(RECORDING).connection(1).wasClosedBy(Side.SERVER).isClosed();
    assertThat(RECORDING).connection(2).isOpen();
    assertThat(RECORDING).connection(3).wasResetBy(Side.CLIENT).wasClosedBy(Side.CLIENT);
    assertThat(RECORDING).connection(4).isHalfClosed().wasClosedBy(Side.SERVER);
    assertFails(
        a -> a.connection(1).wasClosedBy(Side.CLIENT),
        "connection #1 of %s\nto be closed by the client but it is closed by the server while idle");
    assertFails(
        a -> a.connection(1).isOpen(),
        "connection #1 of %s\nto be open but it is closed by the server while idle");
    assertFails(
        a -> a.connection(2).isClosed(), "connection #2 of %s\nto be closed but it is open");
    assertFails(
        a -> a.connection(2).isHalfClosed(),
        "connection #2 of %s\nto be half-closed but it is open");
    assertFails(
        a -> a.connection(1).wasResetBy(Side.SERVER),
        "connection #1 of %s\nto be reset by the server but it is closed by the server while idle");
    assertFails(
        a -> a.connection(3).isOpen(),
        "connection #3 of %s\nto be open but it is reset by the client while idle");
  }

  @Test
  void stateAndExchangesAreTold() {
    assertThat(RECORDING).connection(1).hasState(ConnectionState.SF).hasExchanges(1);
    assertFails(
        a -> a.connection(2).hasState(ConnectionState.SF),
        "connection #2 of %s\nto be in state SF but it is in S1");
    assertFails(
        a -> a.connection(2).hasExchanges(1),
        "connection #2 of %s\nto have carried 1 exchange but it carried 2");
  }

  @Test
  void refusedUpstreamIsTold() {
    RecordedConnection refused =
        connection(1)
            .upstreamFailure(
                new UpstreamFailure(
                    UpstreamFailure.Kind.REFUSED, "localhost:1", Duration.ofMillis(101)))
            .closedAt(Duration.ofMillis(101))
            .build();
    assertThat(catchThrowable(() -> assertThat(refused).isOpen()))
        .hasMessage(
            "Expecting connection #1\nto be open but it is refused: the upstream refused the"
                + " connection.");
  }

  @Test
  void exchangeIsTold() {
    assertThat(RECORDING)
        .connection(2)
        .exchange(2)
        .hasMethod("GET")
        .hasPath("/100%25/2")
        .hasStatus(200)
        .isComplete();
    assertFails(
        a -> a.connection(2).exchange(1).hasMethod("PUT"),
        "exchange 2.1 of %s\nto have method PUT but it has GET");
    assertFails(
        a -> a.connection(2).exchange(1).hasPath("/"),
        "exchange 2.1 of %s\nto have path / but it has /100%%25/1");
    assertFails(
        a -> a.connection(2).exchange(1).hasStatus(404),
        "exchange 2.1 of %s\nto have status 404 but it has 200");
    assertFails(
        a -> a.connection(2).exchange(1).isTruncated(),
        "exchange 2.1 of %s\nto be truncated but its response is complete");
  }

  @Test
  void unfinishedExchangeIsTold() {
    RecordedExchange unanswered = unanswered(1, 1);
    assertThat(catchThrowable(() -> assertThat(unanswered).isComplete()))
        .hasMessage("Expecting exchange 1.1\nto be complete but it has no response.");
    assertThat(catchThrowable(() -> assertThat(unanswered).hasStatus(200)))
        .hasMessage("Expecting exchange 1.1\nto have status 200 but it has no response.");
    RecordedExchange whole = exchange(1, 1, Map.of());
    RecordedResponse response = whole.response().orElseThrow();
    RecordedExchange truncated =
        new RecordedExchange(
            1,
            1,
            whole.request(),
            List.of(),
            Optional.of(
                new RecordedResponse(
                    response.status(),
                    response.version(),
                    response.headers(),
                    response.framing(),
                    2,
                    response.firstByte(),
                    response.lastByte(),
                    false)));
    assertThat(truncated).isTruncated();
    assertThat(catchThrowable(() -> assertThat(truncated).isComplete()))
        .hasMessage("Expecting exchange 1.1\nto be complete but its response is not.");
  }
}
