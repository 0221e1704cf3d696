package io.github.connectionprobe.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureTest {

  private static final Recording NOTHING =
      new Recording(
          "probe",
          "localhost:1",
          "localhost:2",
          Instant.EPOCH,
          Duration.ZERO,
          Duration.ZERO,
          0,
          List.of());

  private final AtomicLong clock = new AtomicLong();

  @TempDir private Path directory;

  /** What random traffic leaves in the file is what went in, with consistent numbers. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void bothDirectionsComeBackByteByByte(String host) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Path file = directory.resolve("random.pcapng");
    Capture capture = capture(file, false, 64 << 20);
    InetSocketAddress proxy = new InetSocketAddress(InetAddress.getByName(host), 4000);
    List<ByteArrayOutputStream> went = new ArrayList<>();
    for (int leg = 0; leg < 2; leg++) {
      LegCapture events = capture.leg(7, leg == 0 ? Side.CLIENT : Side.SERVER);
      InetSocketAddress peer = new InetSocketAddress(InetAddress.getByName(host), 5000 + leg);
      events.opened(proxy, peer);
      ByteArrayOutputStream in = new ByteArrayOutputStream();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (int i = 0; i < 50; i++) {
        byte[] data = new byte[1 + random.nextInt(random.nextBoolean() ? 40_000 : 100)];
        random.nextBytes(data);
        clock.incrementAndGet();
        if (random.nextBoolean()) {
          events.received(data);
          in.write(data);
        } else {
          events.sent(data);
          out.write(data);
        }
      }
      events.receivedFin();
      events.sentFin();
      went.add(in);
      went.add(out);
    }
    capture.close(NOTHING);

    assertThat(capture.problem()).isEmpty();
    PcapngReader read = PcapngReader.read(file);
    assertThat(read.interfaces).containsExactly("client leg", "server leg");
    for (int leg = 0; leg < 2; leg++) {
      assertThat(stream(read, leg, 5000 + leg)).as("seed %d", seed).isEqualTo(bytes(went, leg * 2));
      assertThat(stream(read, leg, 4000)).as("seed %d", seed).isEqualTo(bytes(went, leg * 2 + 1));
    }
  }

  private static byte[] bytes(List<ByteArrayOutputStream> went, int index) {
    return went.get(index).toByteArray();
  }

  private static byte[] stream(PcapngReader read, int leg, int fromPort) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    long expected = -1;
    for (PcapngReader.Packet packet : read.packets) {
      if (packet.leg() == leg && packet.from().endsWith(":" + fromPort)) {
        assertThat(expected < 0 ? packet.seq() : expected).isEqualTo(packet.seq());
        boolean numbered = packet.has(Segment.SYN) || packet.has(Segment.FIN);
        expected = packet.seq() + packet.data().length + (numbered ? 1 : 0);
        all.write(packet.data());
      }
    }
    return all.toByteArray();
  }

  @Test
  void aLegThatIsClosedUnendedEndsWithOurFin() throws Exception {
    Path file = directory.resolve("fin.pcapng");
    Capture capture = capture(file, false, 1 << 20);
    LegCapture leg = open(capture);
    leg.sentFin();
    leg.sentFin();
    leg.receivedReset();
    leg.received(new byte[3]);
    capture.close(NOTHING);

    List<PcapngReader.Packet> packets = PcapngReader.read(file).packets;
    assertThat(packets.stream().filter(packet -> packet.has(Segment.FIN))).hasSize(1);
    assertThat(packets.get(packets.size() - 1).has(Segment.RST)).isTrue();
  }

  @Test
  void aFullCaptureSaysSoAndIsReadable() throws Exception {
    Path file = directory.resolve("full.pcapng");
    Capture capture = capture(file, false, 2 << 20);
    LegCapture leg = open(capture);
    for (int i = 0; i < 300; i++) {
      clock.incrementAndGet();
      leg.received(new byte[10_000]);
    }
    capture.close(NOTHING);

    assertThat(capture.problem()).contains("capture truncated at 2 MiB");
    PcapngReader read = PcapngReader.read(file);
    assertThat(read.comment).contains("capture truncated at 2 MiB");
    assertThat(Files.size(file)).isBetween(1L << 20, (2L << 20) + 1_000);
  }

  @Test
  void aHeldCaptureIsCopiedOnRequestAndDeletedAtTheEnd() throws Exception {
    Path held = directory.resolve("held");
    Path copy = directory.resolve("copy.pcapng");
    Capture capture = capture(held, true, 1 << 20);
    open(capture).received(new byte[5]);
    capture.writeTo(copy, NOTHING);
    capture.close(NOTHING);

    assertThat(held).doesNotExist();
    assertThat(PcapngReader.read(copy).packets).hasSize(5);
    assertThatThrownBy(() -> capture.writeTo(copy, NOTHING))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("before the proxy is closed");
  }

  private LegCapture open(Capture capture) throws IOException {
    LegCapture leg = capture.leg(1, Side.CLIENT);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    leg.opened(new InetSocketAddress(loopback, 1), new InetSocketAddress(loopback, 2));
    return leg;
  }

  private Capture capture(Path file, boolean held, long most) throws IOException {
    return new Capture(file, held, most, Instant.EPOCH, clock::get);
  }
}
