package io.github.connectionprobe.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.GoAway;
import io.github.connectionprobe.recording.Http2Facts;
import io.github.connectionprobe.recording.Phase;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.StreamReset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of an HTTP/2 connection beyond its exchanges, and what ends the knowledge. */
class Http2FramesTest {

  private static final String UPGRADE =
      "GET / HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
          + "HTTP2-Settings: AAUAAgAA\r\n\r\n";

  private static final String SWITCHING =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n";

  private final Observed observed = new Observed();

  private Observed client(Frames frames) {
    return observed.bytes(Side.CLIENT, frames.bytes());
  }

  private Observed server(Frames frames) {
    return observed.bytes(Side.SERVER, frames.bytes());
  }

  private Http2Facts facts() {
    assertThat(observed.connection().observerRetired()).isEmpty();
    return observed.connection().http2().orElseThrow();
  }

  @Test
  void thePeakIsTheLargestNumberOfStreamsOpenAtOnce() {
    client(Frames.client().get(1, 3, 5));
    server(Frames.server().noContent(1, 3, 5));
    client(new Frames().get(7, 9));
    server(new Frames().noContent(9));

    assertThat(facts().peakStreams()).isEqualTo(3);
    assertThat(observed.connection().exchangeCount()).isEqualTo(5);
    assertThat(observed.phase()).isEqualTo(Phase.AWAITING_RESPONSE);
  }

  @Test
  void theLimitIsTheLatestThatTheServerSet() {
    client(Frames.client().setting(3, 7));
    server(Frames.server().setting(3, 100).setting(4, 5).setting(3, 1));

    assertThat(facts().maxConcurrentStreams()).hasValue(1);
    assertThat(facts().settingsAt()).contains(Duration.ofNanos(2));
  }

  @Test
  void pingsAreCountedBySideAndAnswersAreNot() {
    client(Frames.client().ping(0).ping(0).ping(Frames.ACK));
    server(Frames.server().ping(0).ping(Frames.ACK).ping(Frames.ACK));

    assertThat(facts().pingsFromClient()).isEqualTo(2);
    assertThat(facts().pingsFromServer()).isEqualTo(1);
  }

  @Test
  void aResetIsKeptWithItsCodeAndSide() {
    client(Frames.client().get(1, 3));
    server(Frames.server().reset(1, 7));
    client(new Frames().reset(3, 8));
    client(new Frames().reset(3, 8));

    assertThat(facts().resets()).isEqualTo(3);
    assertThat(reset(1)).isEqualTo(new StreamReset(Side.SERVER, false, 7, Duration.ofNanos(2)));
    assertThat(reset(2)).isEqualTo(new StreamReset(Side.CLIENT, false, 8, Duration.ofNanos(3)));
    assertThat(observed.phase()).isEqualTo(Phase.IDLE);
  }

  @Test
  void anOrderlyEndInTwoStepsLeavesOutOnlyWhatTheSecondDoes() {
    client(Frames.client().get(1));
    server(Frames.server().goAway(Integer.MAX_VALUE, 0));
    client(new Frames().get(3, 5));
    server(new Frames().goAway(3, 0).noContent(1, 3));
    client(new Frames().get(7));

    assertThat(facts().goAways())
        .containsExactly(
            new GoAway(Side.SERVER, Integer.MAX_VALUE, 0, Duration.ofNanos(2)),
            new GoAway(Side.SERVER, 3, 0, Duration.ofNanos(4)));
    assertThat(facts().resets()).isZero();
    assertThat(observed.exchange(2).complete()).isTrue();
    assertThat(reset(3)).isEqualTo(new StreamReset(Side.SERVER, true, 7, Duration.ofNanos(4)));
    assertThat(reset(4)).isEqualTo(new StreamReset(Side.SERVER, true, 7, Duration.ofNanos(5)));
  }

  @Test
  void aGoAwayOfTheClientLeavesItsOwnStreamsAlone() {
    client(Frames.client().get(1).goAway(0, 11));
    server(Frames.server().noContent(1));

    assertThat(facts().goAway(Side.CLIENT).orElseThrow().error()).isEqualTo("ENHANCE_YOUR_CALM");
    assertThat(observed.exchange(1).complete()).isTrue();
  }

  @Test
  void ofVeryManyGoAwaysTheFirstAreKept() {
    Frames frames = Frames.server();
    IntStream.range(0, 1_000).forEach(i -> frames.goAway(1_000 - i, 0));
    client(Frames.client());
    server(frames);

    assertThat(facts().goAways()).hasSize(10);
    assertThat(facts().goAways().get(0).lastStream()).isEqualTo(1_000);
  }

  @Test
  void fieldsThatCannotBeReadCostNamesAndNoCounts() {
    byte[] hugeTable = {0x3f, (byte) 0xe1, (byte) 0xff, 0x7f};
    client(Frames.client().frame(1, 5, 1, hugeTable).get(3));
    server(Frames.server().noContent(1, 3));

    assertThat(facts().fieldsUnreadable().orElseThrow()).contains("too large to be followed");
    assertThat(observed.connection().exchangeCount()).isEqualTo(2);
    assertThat(observed.exchange(2).request().path()).isEqualTo("?");
    assertThat(observed.response(2).status()).isEqualTo(204);
  }

  @Test
  void aBlockWithoutEndCostsNamesAndNoCounts() {
    Frames frames = Frames.client().frame(1, Frames.END_STREAM, 1);
    IntStream.range(0, 20).forEach(i -> frames.frame(9, 0, 1, new byte[16_000]));
    client(frames.frame(9, Frames.END_HEADERS, 1).get(3));
    server(Frames.server().noContent(1, 3));

    assertThat(facts().fieldsUnreadable().orElseThrow()).contains("too long");
    assertThat(observed.connection().exchangeCount()).isEqualTo(2);
    assertThat(observed.connection().exchanges()).allMatch(RecordedExchange::complete);
  }

  @Test
  void aBlockInVerySmallPiecesIsReadInTime() {
    Frames frames = Frames.client().frame(1, Frames.END_STREAM, 1);
    IntStream.range(0, 100_000).forEach(i -> frames.frame(9, 0, 1, (byte) 0x82));
    client(frames.frame(9, Frames.END_HEADERS, 1));

    assertThat(facts().fieldsUnreadable()).isEmpty();
    assertThat(observed.exchange(1).request().method()).isEqualTo("GET");
  }

  @Test
  void afterAnUpgradeFramesMayBeAsLongAsAFieldThatIsNotKeptAllows() {
    observed.client(UPGRADE).server(SWITCHING);
    server(Frames.server().frame(1, Frames.END_HEADERS, 1, (byte) 0x88).data(1, 1, 100_000));
    client(Frames.client().get(3));
    server(new Frames().noContent(3));

    assertThat(facts().peakStreams()).isEqualTo(1);
    assertThat(observed.response(1).bodyBytes()).isEqualTo(100_000);
  }

  @Test
  void longFramesAreReadOnceTheOtherPeerAllowedThem() {
    client(Frames.client().setting(5, 100_000).get(1));
    server(Frames.server().frame(1, Frames.END_HEADERS, 1, (byte) 0x88).data(1, 1, 100_000));

    assertThat(observed.response(1).bodyBytes()).isEqualTo(100_000);
    assertThat(facts().fieldsUnreadable()).isEmpty();
  }

  @Test
  void anEndOfTheConnectionCompletesNothing() {
    client(Frames.client().get(1));
    server(Frames.server().frame(1, Frames.END_HEADERS, 1, (byte) 0x88).data(1, 0, 10));
    observed.ended(Side.SERVER, EndKind.RST);

    assertThat(observed.phase()).isEqualTo(Phase.IN_RESPONSE);
    assertThat(observed.response(1).complete()).isFalse();
  }

  @Test
  void aTunnelWithinAStreamHasItsAuthorityForAPath() {
    byte[] connect = HexFormat.of().parseHex("0207" + hex("CONNECT") + "0104" + hex("h:80"));
    client(Frames.client().frame(1, Frames.END_HEADERS, 1, connect));

    assertThat(observed.exchange(1).request().method()).isEqualTo("CONNECT");
    assertThat(observed.exchange(1).request().path()).isEqualTo("h:80");
  }

  @Test
  void anAuthorityCountsBeforeAHostAndIsKeptWithoutAUser() {
    String fields = "0106" + hex("me@a:1") + "0f1703" + hex("b:2");
    client(Frames.client().frame(1, 5, 1, HexFormat.of().parseHex(fields)));
    client(new Frames().frame(1, 5, 3, HexFormat.of().parseHex("0f1706" + hex("me@b:2"))));

    assertThat(observed.exchange(1).request().headers()).hasToString("host: a:1");
    assertThat(observed.exchange(2).request().headers()).hasToString("host: b:2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2x0", "1000", "099", "20/"})
  void aStatusThatIsNoneIsUnknown(String status) {
    client(Frames.client().get(1));
    byte[] block = HexFormat.of().parseHex("080" + status.length() + hex(status));
    server(Frames.server().frame(1, 5, 1, block));

    assertThat(observed.response(1).status()).isZero();
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }

  static Stream<Arguments> mistakes() {
    Frames tooMany = Frames.client();
    IntStream.rangeClosed(0, 10_000).forEach(i -> tooMany.get(2 * i + 1));
    return Stream.of(
        Arguments.of("more than 10000 streams", tooMany),
        Arguments.of("not an odd number", Frames.client().get(2)),
        Arguments.of("more than allowed", Frames.client().frame(0, 0, 1, new byte[16_385])),
        Arguments.of("does not begin", Frames.client().frame(9, 4, 1)),
        Arguments.of("goes on", Frames.client().frame(1, 1, 1).get(3)),
        Arguments.of("goes on", Frames.client().frame(1, 1, 1).frame(9, 4, 3)),
        Arguments.of("goes on", Frames.client().frame(1, 1, 1).ping(0)),
        Arguments.of("more padding", Frames.client().frame(1, 0xd, 1, (byte) 9)),
        Arguments.of("more padding", Frames.client().frame(1, 0x24, 1, (byte) 9)),
        Arguments.of("more padding", Frames.client().get(1).frame(0, 8, 1, (byte) 9)),
        Arguments.of("type 0 has length 0", Frames.client().frame(0, 8, 1)),
        Arguments.of("type 1 has length 3 and stream 0", Frames.client().get(0)),
        Arguments.of("type 2 has length 1", Frames.client().frame(2, 0, 1, (byte) 0)),
        Arguments.of("type 3 has length 1", Frames.client().frame(3, 0, 1, (byte) 0)),
        Arguments.of("type 4 has length 1", Frames.client().frame(4, 0, 0, (byte) 0)),
        Arguments.of("type 4 has length 6", Frames.client().frame(4, 1, 0, new byte[6])),
        Arguments.of("type 5 has length 1", Frames.client().frame(5, 4, 1, (byte) 0)),
        Arguments.of("type 6 has length 1", Frames.client().frame(6, 0, 0, (byte) 0)),
        Arguments.of("type 7 has length 1", Frames.client().frame(7, 0, 0, (byte) 0)),
        Arguments.of("type 8 has length 1", Frames.client().frame(8, 0, 0, (byte) 0)));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void whatNoPeerMaySendRetiresTheObserverWithAReason(String reason, Frames frames) {
    client(frames);

    assertThat(observed.retired()).startsWith("in what the client sent: ").contains(reason);
    assertThat(observed.phase()).isEqualTo(Phase.OPAQUE);
  }

  @Test
  void aServerThatKnowsNoHttp2IsNamedAsSuch() {
    client(Frames.client().get(1));
    observed.server("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");

    assertThat(observed.retired()).contains("in what the server sent: it speaks HTTP/1");
  }

  @Test
  void randomBytesBehindAnyPartOfADialogueRetireTheObserver() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    byte[] valid = Frames.client().get(1, 3).ping(0).reset(3, 8).get(5).bytes();
    for (int length = 24; length <= valid.length; length++) {
      Observed spoilt = new Observed().bytes(Side.CLIENT, valid, 0, length);
      byte[] noise = new byte[100_000];
      random.nextBytes(noise);
      spoilt.bytes(Side.CLIENT, noise);

      assertThat(spoilt.connection().observerRetired())
          .as("seed %d, the first %d bytes", seed, length)
          .isPresent();
      assertThat(spoilt.retired()).startsWith("in what the client sent: ");
    }
  }

  private StreamReset reset(int exchange) {
    return observed.exchange(exchange).stream().orElseThrow().reset().orElseThrow();
  }
}
