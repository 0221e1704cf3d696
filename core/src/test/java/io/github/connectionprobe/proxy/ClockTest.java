package io.github.connectionprobe.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.jfr.ConnectionFlight;
import io.github.connectionprobe.jfr.Flight;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Side;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A clock that steps back in the middle of everything. */
class ClockTest {

  private static final long SEED = 20_261_121;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private long nanos = 1_000_000_000;

  private long time() {
    nanos += random.nextLong(-5_000_000, 5_000_000);
    return nanos;
  }

  @Test
  void timesNeverGoBack() {
    Recorder recorder = new Recorder(Optional::empty, Flight.NONE, this::time);
    long before = 0;
    for (int i = 0; i < 10_000; i++) {
      long now = recorder.now();
      assertThat(now).as("seed %d, call %d", SEED, i).isGreaterThanOrEqualTo(before);
      before = now;
    }
  }

  @Test
  void noDurationOfARecordingIsNegative() {
    for (int round = 0; round < 200; round++) {
      Recorder recorder = new Recorder(Optional::empty, Flight.NONE, this::time);
      ConnectionRecord record =
          new ConnectionRecord(
              recorder,
              1,
              InetSocketAddress.createUnresolved("c", 1),
              recorder.now(),
              ConnectionFlight.NONE,
              null);
      record.bytes(Side.CLIENT, bytes("GET /a HTTP/1.1\r\nHost: x\r\n"));
      record.bytes(Side.CLIENT, bytes("\r\n"));
      record.bytes(Side.SERVER, bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na"));
      record.bytes(Side.SERVER, bytes("b"));
      record.ended(Side.SERVER, EndKind.FIN);
      record.ended(Side.CLIENT, EndKind.FIN);

      RecordedConnection connection = record.snapshot();

      List<Duration> times =
          Stream.concat(
                  Stream.of(
                      connection.openedAt(),
                      connection.exchanges().get(0).request().firstByte(),
                      connection.exchanges().get(0).request().lastByte(),
                      connection.exchanges().get(0).response().orElseThrow().firstByte(),
                      connection.exchanges().get(0).lastByte(),
                      connection.ends().get(0).at(),
                      connection.ends().get(1).at()),
                  connection.closedAt().stream())
              .toList();
      assertThat(times).as("seed %d, round %d", SEED, round).isSorted();
      assertThat(times.get(0)).isGreaterThanOrEqualTo(Duration.ZERO);
      assertThat(connection.ends())
          .allSatisfy(end -> assertThat(end.idleBefore()).isGreaterThanOrEqualTo(Duration.ZERO));
    }
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }
}
