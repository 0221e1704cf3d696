package io.github.connectionprobe.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.RecordingSource;
import io.github.connectionprobe.recording.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A pair of real sockets stands for client and probe; the recording around them is written here.
 */
@EnabledOnOs(OS.LINUX)
class UnreadResponsesTest {

  /** Shows what it is given once the wait is over, and counts how often it was waited on. */
  private static final class Source implements RecordingSource {
    private final Recording later;
    private Runnable meanwhile = () -> {};
    private int waits;

    private Source(Recording later) {
      this.later = later;
    }

    @Override
    public Recording recording() {
      return later;
    }

    @Override
    public Recording await(Predicate<? super Recording> condition, Duration atMost) {
      waits++;
      meanwhile.run();
      if (!condition.test(later)) {
        forAFactThatNeverComes(atMost);
      }
      return later;
    }

    private static void forAFactThatNeverComes(Duration atMost) {
      try {
        assertThat(new CountDownLatch(1).await(atMost.toNanos(), TimeUnit.NANOSECONDS)).isFalse();
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }
  }

  @BeforeEach
  void needsTheTable() {
    SocketTable.read(0).unavailable().ifPresent(Tools::missing);
  }

  @Test
  void aResponseThatStaysInTheSocketIsFound() throws IOException {
    try (SocketPair pair = pairWithResponse()) {
      Recording recording = recording(pair, it -> it);

      assertThat(UnreadResponses.find(recording, new Source(recording)))
          .isEqualTo(Map.of(1, 4321L));
    }
  }

  @Test
  void whereNothingIsUnreadNothingIsWaitedFor() throws IOException {
    try (SocketPair pair = new SocketPair()) {
      Recording recording = recording(pair, it -> it);
      Source source = new Source(recording);

      assertThat(UnreadResponses.find(recording, source)).isEmpty();
      assertThat(source.waits).isZero();
    }
  }

  @Test
  void aClientThatReadsOnIsNotBlamed() throws IOException {
    try (SocketPair pair = pairWithResponse()) {
      Recording recording = recording(pair, it -> it);
      Source source = new Source(recording);
      source.meanwhile =
          () -> {
            try {
              assertThat(pair.client.getInputStream().read()).isZero();
            } catch (IOException failed) {
              throw new UncheckedIOException(failed);
            }
          };

      assertThat(UnreadResponses.find(recording, source)).isEmpty();
      assertThat(source.waits).isEqualTo(1);
    }
  }

  @Test
  void aConnectionThatGoesOnIsNotBlamed() throws IOException {
    try (SocketPair pair = pairWithResponse()) {
      Recording later = recording(pair, it -> it.bytesFrom(Side.CLIENT, 200));

      assertThat(UnreadResponses.find(recording(pair, it -> it), new Source(later))).isEmpty();
    }
  }

  @Test
  void anInterruptedThreadFindsNothing() throws IOException {
    try (SocketPair pair = pairWithResponse()) {
      Recording recording = recording(pair, it -> it);
      RecordingSource hurried =
          new RecordingSource() {
            @Override
            public Recording recording() {
              return recording;
            }

            @Override
            public Recording await(Predicate<? super Recording> condition, Duration atMost) {
              return recording;
            }
          };

      assertThat(UnreadResponses.find(recording, hurried)).isEmpty();
    }
  }

  @Test
  void bytesThatBelongToNoResponseProveNothing() throws IOException {
    try (SocketPair pair = pairWithResponse()) {
      Recording unsolicited =
          recording(pair, it -> it.unsolicited(List.of(SocketFactsTest.response(408))));
      Recording retired = recording(pair, it -> it.observerRetired("it is no HTTP"));
      Recording stillRelaying = recording(pair, it -> it.relayingFrom(Side.SERVER, 1));
      Recording fewerBytes = recording(pair, it -> it.bytesFrom(Side.SERVER, 4320));

      Recording http2 = recording(pair, it -> it.protocol(Protocol.HTTP_2));

      for (Recording each : List.of(unsolicited, retired, stillRelaying, fewerBytes, http2)) {
        Source source = new Source(each);
        assertThat(UnreadResponses.find(each, source)).isEmpty();
        assertThat(source.waits).isZero();
      }
    }
  }

  private static SocketPair pairWithResponse() throws IOException {
    SocketPair pair = new SocketPair();
    pair.accepted.getOutputStream().write(new byte[4321]);
    pair.clientEnd(socket -> socket.unreadBytes() == 4321);
    return pair;
  }

  private static Recording recording(
      SocketPair pair, UnaryOperator<RecordedConnection.Builder> change) {
    RecordedConnection connection = SocketFactsTest.connection(1, pair.clientAddress(), 1);
    return SocketFactsTest.recording(
        pair.port(),
        change
            .apply(
                connection.toBuilder()
                    .protocol(Protocol.HTTP_1)
                    .bytesFrom(Side.SERVER, 5000)
                    .bytesFrom(Side.CLIENT, 100))
            .build());
  }
}
