package io.github.connectionprobe.assertj;

import static io.github.connectionprobe.assertj.ConnectionProbeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.connectionprobe.recording.GoAway;
import io.github.connectionprobe.recording.Http2Facts;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Assertions on a connection that speaks HTTP/2. */
class Http2AssertTest {

  private static final Recording RECORDING =
      Recordings.of(
          Recordings.carrying(1, 1).build(),
          Recordings.carrying(2, 2).http2(facts(3, 0, List.of())).build(),
          Recordings.carrying(3, 2)
              .http2(facts(1, 2, List.of(new GoAway(Side.SERVER, 1, 11, Duration.ofMillis(320)))))
              .build());

  private static Http2Facts facts(int peak, long resets, List<GoAway> goAways) {
    return new Http2Facts(
        Optional.of(Duration.ZERO),
        OptionalLong.of(100),
        peak,
        goAways,
        resets,
        0,
        0,
        Optional.empty());
  }

  private static void assertFails(Consumer<RecordingAssert> assertion, String expecting) {
    assertThat(catchThrowable(() -> assertion.accept(assertThat(RECORDING))))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(expecting);
  }

  @Test
  void whatHoldsIsAccepted() {
    assertThat(RECORDING)
        .connection(2)
        .speaksHttp2()
        .hasPeakStreams(3)
        .hasNoGoAway()
        .hasNoStreamResets();
    assertThat(RECORDING).connection(1).hasNoGoAway().hasNoStreamResets();
  }

  @Test
  void whatDoesNotHoldIsSaid() {
    assertFails(a -> a.connection(1).speaksHttp2(), "to speak HTTP/2 but it speaks HTTP/1");
    assertFails(
        a -> a.connection(2).hasPeakStreams(1),
        "to have had at most 1 stream at once but it had 3 streams");
    assertFails(
        a -> a.connection(1).hasPeakStreams(1),
        "to have had at most 1 stream at once but it speaks HTTP/1");
    assertFails(
        a -> a.connection(3).hasNoGoAway(),
        "to have no GOAWAY but the server sent ENHANCE_YOUR_CALM");
    assertFails(
        a -> a.connection(3).hasNoStreamResets(), "to have no streams reset but 2 streams were");
  }

  @Test
  void theReportShowsStreamsAndGoAways() {
    assertFails(a -> a.hasOpenedConnections(9), "HTTP/2, at most 3 streams at once, 100 allowed");
    assertFails(a -> a.hasOpenedConnections(9), "GOAWAY by server: ENHANCE_YOUR_CALM");
  }
}
