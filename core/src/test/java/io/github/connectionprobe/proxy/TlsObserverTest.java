package io.github.connectionprobe.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.Phase;
import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.TlsHandshake;
import io.github.connectionprobe.recording.TlsResumption;
import io.github.connectionprobe.recording.TlsVersion;
import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The observer of TLS on bytes made by hand, in pieces of every size. */
class TlsObserverTest {

  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;
  private static final int DATA = 23;
  private static final int CHANGE = 20;

  private final Observed observed = new Observed();

  @Test
  void clientHelloIsReadWhereverItIsSplit() {
    byte[] hello = record(HANDSHAKE, clientHello(true));
    for (int split = 1; split < hello.length; split++) {
      Observed one = new Observed();
      one.bytes(Side.CLIENT, hello, 0, split).bytes(Side.CLIENT, hello, split, hello.length);

      assertHello(one, split);
    }
  }

  @Test
  void clientHelloIsReadByteByByte() {
    byte[] hello = record(HANDSHAKE, clientHello(true));
    for (int i = 0; i < hello.length; i++) {
      observed.bytes(Side.CLIENT, hello, i, i + 1);
    }
    assertHello(observed, 1);
  }

  @Test
  void clientHelloMaySpanRecords() {
    byte[] hello = clientHello(true);
    for (int split = 1; split < hello.length; split++) {
      Observed one = new Observed();
      one.bytes(
          Side.CLIENT,
          join(
              record(HANDSHAKE, part(hello, 0, split)),
              record(HANDSHAKE, part(hello, split, hello.length))));

      assertHello(one, split);
    }
  }

  @Test
  void serverHelloIsReadWhereverItIsSplit() {
    byte[] hello = record(HANDSHAKE, serverHello(true, new byte[32]));
    for (int split = 1; split < hello.length; split++) {
      Observed one = new Observed().bytes(Side.CLIENT, record(HANDSHAKE, clientHello(true)));
      one.bytes(Side.SERVER, hello, 0, split).bytes(Side.SERVER, hello, split, hello.length);

      TlsHandshake tls = one.connection().tls().orElseThrow();
      assertThat(tls.version()).as("split at %d", split).contains(TlsVersion.TLS_1_3);
      assertThat(tls.resumption()).isEqualTo(TlsResumption.RESUMED);
    }
  }

  @Test
  void helloRetryRequestIsNoAnswer() {
    handshake13(join(record(HANDSHAKE, retry()), record(CHANGE, new byte[] {1})));

    TlsHandshake tls = observed.connection().tls().orElseThrow();
    assertThat(tls.resumed()).isTrue();
    assertThat(observed.connection().observerRetired()).isEmpty();
  }

  @Test
  void turnaroundsAreCountedOnceTheHandshakeIsFinished() {
    handshake13(new byte[0]);
    server(250)
        .client(100)
        .server(300)
        .server(5_000)
        .client(100)
        .client(900)
        .server(300)
        .client(24);

    assertThat(estimate()).isEqualTo(2);
    assertThat(observed.phase()).isEqualTo(Phase.OPAQUE);
  }

  @Test
  void ticketBetweenTheHeadAndTheBodyOfTheFirstRequestIsNoResponse() {
    handshake13(new byte[0]);
    client(100).server(250).client(900).server(300).client(100).server(300);

    assertThat(estimate()).isEqualTo(2);
  }

  @Test
  void acknowledgedSettingsMeanHttp2SoThatNothingIsEstimated() {
    handshake13(new byte[0]);
    client(41).client(80).server(60).client(26).server(300);

    assertThat(observed.connection().estimatedExchanges()).isEmpty();
    assertThat(observed.connection().tls().orElseThrow().finished()).isTrue();
  }

  @Test
  void alertEndsTheHandshake() {
    observed
        .bytes(Side.CLIENT, record(HANDSHAKE, clientHello(false)))
        .bytes(Side.SERVER, record(ALERT, new byte[] {2, 40}));

    TlsHandshake tls = observed.connection().tls().orElseThrow();
    assertThat(tls.failure().orElseThrow().by()).isEqualTo(Side.SERVER);
    assertThat(tls.failure().orElseThrow().detail()).isEqualTo("the alert handshake_failure");
  }

  @Test
  void endBeforeTheHandshakeIsFinishedIsAFailure() {
    observed
        .bytes(Side.CLIENT, record(HANDSHAKE, clientHello(false)))
        .ended(Side.CLIENT, EndKind.RST);

    assertThat(observed.connection().tls().orElseThrow().failure().orElseThrow().detail())
        .isEqualTo("a RST");
  }

  @Test
  void randomBytesBehindAValidPrefixRetireTheObserverAndNothingElse() {
    long seed = new SplittableRandom().nextLong();
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 500; round++) {
      Observed one = new Observed().bytes(Side.CLIENT, record(HANDSHAKE, clientHello(true)));
      byte[] noise = new byte[4_000];
      random.nextBytes(noise);
      // What is no type of a record cannot be taken for the beginning of one.
      noise[0] = (byte) random.nextInt(25, 256);
      Side side = random.nextBoolean() ? Side.CLIENT : Side.SERVER;
      one.bytes(side, noise).bytes(side, noise);

      assertThat(one.retired())
          .as("seed %d, round %d", seed, round)
          .startsWith("in TLS record " + (side == Side.CLIENT ? 2 : 1) + " of the " + side + ": ");
      assertHello(one, round);
    }
  }

  @Test
  void anyBytesBehindAnyPrefixNeverFailTheObserver() {
    long seed = new SplittableRandom().nextLong();
    SplittableRandom random = new SplittableRandom(seed);
    byte[] whole = record(HANDSHAKE, clientHello(true));
    for (int round = 0; round < 2_000; round++) {
      byte[] changed = whole.clone();
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        changed[random.nextInt(2, changed.length)] = (byte) random.nextInt(256);
      }
      Observed one = new Observed().bytes(Side.CLIENT, changed);
      byte[] answer = record(HANDSHAKE, serverHello(true, new byte[32]));
      answer[random.nextInt(answer.length)] ^= (byte) (1 << random.nextInt(8));
      one.bytes(Side.SERVER, answer).ended(Side.CLIENT, EndKind.FIN);

      assertThat(one.connection().observerRetired().orElse(""))
          .as("seed %d, round %d", seed, round)
          .doesNotContain("the observer failed");
    }
  }

  private static void assertHello(Observed one, int split) {
    assertThat(one.connection().protocol()).isEqualTo(Protocol.TLS);
    TlsHandshake tls = one.connection().tls().orElseThrow(() -> new AssertionError("at " + split));
    assertThat(tls.serverName()).contains("api.example");
    assertThat(tls.alpnOffered()).containsExactly("h2", "http/1.1");
    assertThat(tls.resumption().offered()).isTrue();
  }

  private void handshake13(byte[] between) {
    observed.bytes(Side.CLIENT, record(HANDSHAKE, clientHello(true)));
    if (between.length > 0) {
      observed.bytes(Side.SERVER, between);
      observed.bytes(Side.CLIENT, record(CHANGE, new byte[] {1}));
      observed.bytes(Side.CLIENT, record(HANDSHAKE, clientHello(true)));
    }
    observed.bytes(Side.SERVER, record(HANDSHAKE, serverHello(true, new byte[32])));
    observed.bytes(Side.SERVER, record(DATA, new byte[117]));
    observed.bytes(Side.CLIENT, record(DATA, new byte[53]));
  }

  private TlsObserverTest client(int length) {
    observed.bytes(Side.CLIENT, record(DATA, new byte[length]));
    return this;
  }

  private TlsObserverTest server(int length) {
    observed.bytes(Side.SERVER, record(DATA, new byte[length]));
    return this;
  }

  private long estimate() {
    return observed.connection().estimatedExchanges().orElseThrow().count();
  }

  /** Handshakes as a {@link Conversation}, for the fuzzer to begin with. */
  static Stream<byte[]> examples() {
    byte[] client = {(byte) 0xff, '>'};
    byte[] server = {(byte) 0xff, '<'};
    byte[] hello = record(HANDSHAKE, clientHello(true));
    byte[] answer = record(HANDSHAKE, serverHello(true, new byte[32]));
    byte[] data = record(DATA, new byte[100]);
    byte[] change = record(CHANGE, new byte[] {1});
    return Stream.of(
        join(hello, server, answer, change, data, client, change, data, data, server, data, data),
        join(hello, server, record(HANDSHAKE, retry()), client, change, hello, server, answer),
        join(record(HANDSHAKE, clientHello(false)), server, record(ALERT, new byte[] {2, 40})),
        join(hello, server, answer, data, client, data, server, new byte[] {(byte) 0xff, 'F'}));
  }

  private static byte[] clientHello(boolean offering) {
    byte[] name = ascii("api.example");
    byte[] sni = extension(0, join(u16(name.length + 3), new byte[] {0}, vector16(name)));
    byte[] alpn = extension(16, vector16(join(vector8(ascii("h2")), vector8(ascii("http/1.1")))));
    byte[] versions = extension(43, vector8(new byte[] {3, 4, 3, 3}));
    byte[] modes = extension(45, vector8(new byte[] {1}));
    byte[] psk = offering ? extension(41, new byte[60]) : new byte[0];
    return message(
        1,
        join(
            u16(0x0303),
            new byte[32],
            vector8(new byte[32]),
            vector16(new byte[] {0x13, 1, 0x13, 2}),
            vector8(new byte[1]),
            vector16(join(sni, alpn, versions, modes, psk))));
  }

  private static byte[] serverHello(boolean resumed, byte[] random) {
    byte[] versions = extension(43, u16(0x0304));
    byte[] psk = resumed ? extension(41, u16(0)) : new byte[0];
    return message(
        2,
        join(
            u16(0x0303),
            random,
            vector8(new byte[32]),
            u16(0x1301),
            new byte[1],
            vector16(join(versions, psk))));
  }

  /** The value of RFC 8446 §4.1.3. */
  private static byte[] retry() {
    return serverHello(
        false,
        java.util.HexFormat.of()
            .parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c"));
  }

  private static byte[] message(int type, byte[] body) {
    return join(new byte[] {(byte) type, 0}, vector16(body));
  }

  private static byte[] extension(int type, byte[] body) {
    return join(u16(type), vector16(body));
  }

  private static byte[] record(int type, byte[] content) {
    return join(new byte[] {(byte) type, 3, 3}, vector16(content));
  }

  private static byte[] vector8(byte[] content) {
    return join(new byte[] {(byte) content.length}, content);
  }

  private static byte[] vector16(byte[] content) {
    return join(u16(content.length), content);
  }

  private static byte[] u16(int value) {
    return new byte[] {(byte) (value >> 8), (byte) value};
  }

  private static byte[] ascii(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  private static byte[] part(byte[] bytes, int from, int to) {
    return java.util.Arrays.copyOfRange(bytes, from, to);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
