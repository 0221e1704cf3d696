package io.github.connectionprobe.report;

import io.github.connectionprobe.recording.BodyFraming;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Script;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.TlsHandshake;
import io.github.connectionprobe.recording.TlsResumption;
import io.github.connectionprobe.recording.TlsVersion;
import io.github.connectionprobe.recording.Upgrade;
import io.github.connectionprobe.recording.UpstreamFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Recordings to draw. */
final class Recordings {

  private static final StackTraceElement PLACE =
      new StackTraceElement("com.example.OrderClient", "find", "OrderClient.java", 37);

  private Recordings() {}

  /** What README.md's example records. */
  static Recording readme() {
    Script script = new Script().agent("okhttp/4.12.0");
    script
        .open(0)
        .get("/orders/1", 39, 196, x -> x.request("Connection", "close"))
        .closedBy(Side.SERVER, EndKind.FIN, 201)
        .with(c -> c.openedFrom(PLACE));
    script
        .open(232)
        .get("/orders/2", 270, 277)
        .closedBy(Side.SERVER, EndKind.FIN, 280)
        .with(c -> c.openedFrom(PLACE));
    return script.recording();
  }

  /** Each kind of end, phase, status and protocol. */
  static Recording everything() {
    Script script = new Script().agent("okhttp/4.12.0").from(100);
    script
        .open(0)
        .get("/carried-over", 110, 120)
        .get("/moved", 130, 141, x -> x.status(302))
        .get("/missing", 150, 178, x -> x.status(404))
        .get("/cut", 200, 210, x -> x.status(503).truncated())
        .closedBy(Side.SERVER, EndKind.RST, 211);
    script
        .open(220)
        .with(
            c ->
                c.upstreamFailure(
                    new UpstreamFailure(
                        UpstreamFailure.Kind.REFUSED, "localhost:8080", Duration.ofMillis(221))));
    script.open(230).closedBy(Side.CLIENT, EndKind.FIN, 231);
    script
        .open(240)
        .speaking(Protocol.TLS)
        .with(c -> c.tls(handshake(241, 257)))
        .closedBy(Side.CLIENT, EndKind.FIN, 271);
    script.open(245).speaking(Protocol.TLS);
    script
        .open(250)
        .get("/gave-up", 251, 251, x -> x.unanswered())
        .closedBy(Side.CLIENT, EndKind.FIN, 300);
    script.open(301).get("/half", 302, 323).fin(Side.SERVER, 334);
    script
        .open(310)
        .get("/ws", 311, 312, x -> x.status(101).framing(BodyFraming.UPGRADED))
        .with(c -> c.upgrade(new Upgrade(1, "websocket", Duration.ofMillis(312))));
    script
        .open(315)
        .get("/orders", 316, 350, x -> x.method("POST").status(201))
        .get("/orders", 360, 390, x -> x.request("Connection", "close"))
        .closedBy(Side.CLIENT, EndKind.FIN, 392);
    script.open(320).get("/last", 321, 322).get("/open", 400, 410, x -> x.truncated());
    return script.recording();
  }

  /** A server that closes what has been idle for five seconds. */
  static Recording idle() {
    Script script = new Script().agent("okhttp/4.12.0");
    script.open(0).get("/a", 2, 9).get("/b", 11, 15).closedBy(Side.SERVER, EndKind.FIN, 5_015);
    script.open(5_020).get("/c", 5_022, 5_026);
    return script.recording();
  }

  static Recording many(int connections) {
    Script script = new Script();
    for (int i = 0; i < connections; i++) {
      script
          .open(10 * i)
          .get("/orders/" + i, 10 * i + 1, 10 * i + 4, x -> x.request("Connection", "close"))
          .closedBy(Side.CLIENT, EndKind.FIN, 10 * i + 5);
    }
    return script.recording();
  }

  /** What somebody could send in order to get something into the page. */
  static Recording hostile() {
    String attack = "</title></style><script>alert(1)</script>\"'&\u001b[2J\u202e\u0000\ud800";
    Script script = new Script().agent(attack).host(attack);
    script
        .open(0)
        .get(
            "/" + attack,
            1,
            50,
            x -> x.method("G" + attack).request("Connection", "close, " + attack))
        .closedBy(Side.CLIENT, EndKind.FIN, 51)
        .with(c -> c.openedFrom(new StackTraceElement(attack, attack, attack, 1)))
        .with(c -> c.observerRetired(attack));
    script.open(100).get("/", 101, 105).with(c -> c.upgrade(upgrade(attack)));
    script.host("b" + attack).open(110).get("/", 111, 115);
    Recording recording = script.recording();
    return new Recording(
        attack,
        attack,
        attack,
        Instant.EPOCH,
        recording.from(),
        recording.until(),
        1,
        recording.connections());
  }

  private static TlsHandshake handshake(long start, long end) {
    return new TlsHandshake(
        Optional.of(TlsVersion.TLS_1_3),
        Optional.of("localhost"),
        List.of("http/1.1"),
        Optional.empty(),
        TlsResumption.NOT_OFFERED,
        false,
        "f",
        Duration.ofMillis(start),
        Optional.of(Duration.ofMillis(end)),
        Optional.empty(),
        Optional.empty());
  }

  private static Upgrade upgrade(String protocol) {
    return new Upgrade(1, protocol, Duration.ofMillis(105));
  }
}
