package io.github.connectionprobe.assertj;

import static io.github.connectionprobe.assertj.Recordings.carrying;
import static io.github.connectionprobe.assertj.Recordings.closed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.RecordingSource;
import io.github.connectionprobe.recording.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Assertions that wait, together no longer than they were given. */
class WithinTest {

  /** Shows one recording after the other, as if a fact came in between. */
  private static final class Scripted implements RecordingSource {
    private final Deque<Recording> next;
    private Recording now;
    private Duration asked = Duration.ZERO;

    private Scripted(Recording... recordings) {
      next = new ArrayDeque<>(List.of(recordings));
      now = next.pop();
    }

    @Override
    public Recording recording() {
      return now;
    }

    @Override
    public Recording await(Predicate<? super Recording> condition, Duration atMost) {
      asked = atMost;
      while (!condition.test(now) && !next.isEmpty()) {
        now = next.pop();
      }
      return now;
    }
  }

  private static final Recording OPEN = Recordings.of(carrying(1, 1).build());
  private static final Recording CLOSED = Recordings.of(closed(1));

  @Test
  void waitsForWhatIsAsserted() {
    Scripted source = new Scripted(OPEN, CLOSED);
    new RecordingAssert(source).within(Duration.ofSeconds(5)).hasNoOpenConnections();
    assertThat(source.asked).isLessThanOrEqualTo(Duration.ofSeconds(5)).isPositive();
  }

  @Test
  void withoutItOneRecordingIsLookedAt() {
    Scripted source = new Scripted(OPEN, CLOSED);
    assertThat(catchThrowable(() -> new RecordingAssert(source).hasNoOpenConnections()))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void failureShowsTheLastRecording() {
    Scripted source = new Scripted(OPEN, CLOSED);
    assertThat(
            catchThrowable(
                () ->
                    new RecordingAssert(source)
                        .as("late")
                        .within(Duration.ofMillis(1))
                        .hasOpenedConnections(2)))
        .hasMessageContaining("[late] \nExpecting probe \"orders\"")
        .hasMessageContaining("closed by server");
  }

  @Test
  void connectionsAndExchangesWaitToo() {
    Scripted source =
        new Scripted(Recordings.of(), OPEN, Recordings.of(carrying(1, 2).build()), CLOSED);
    new RecordingAssert(source)
        .within(Duration.ofSeconds(5))
        .connection(1)
        .hasExchanges(2)
        .wasClosedBy(Side.SERVER);
    Scripted exchanges = new Scripted(OPEN, Recordings.of(carrying(1, 2).build()));
    new RecordingAssert(exchanges).within(Duration.ofSeconds(5)).connection(1).exchange(2);
  }

  @Test
  void negativeDurationIsRefused() {
    assertThatThrownBy(() -> new RecordingAssert(new Scripted(OPEN)).within(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("within(Duration) got PT-0.001S. Give 0 or more.");
  }

  @Test
  void factWakesTheWaitingAssertion() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RecordingProxy proxy =
            RecordingProxy.to(Upstream.of("localhost", server.getLocalPort())).start()) {
      Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
      server.accept().close();
      ConnectionProbeAssertions.assertThat(proxy)
          .within(Duration.ofSeconds(30))
          .connection(1)
          .isHalfClosed()
          .wasClosedBy(Side.SERVER);
      client.close();
      ConnectionProbeAssertions.assertThat(proxy)
          .within(Duration.ofSeconds(30))
          .hasNoOpenConnections();
    }
  }
}
