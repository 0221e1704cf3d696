package io.github.connectionprobe.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.Handshakes;
import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Script;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.TlsResumption;
import io.github.connectionprobe.recording.UpstreamFailure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactsTest {

  private final Script nothing = new Script();

  @Test
  void everyFactOfAConnectionIsALineInTheOrderItHappened() {
    Script script = new Script();
    script
        .open(0)
        .get("/a", 2, 9)
        .get("/b", 20, 29, it -> it.response("connection", "close"))
        .closedBy(Side.SERVER, EndKind.FIN, 31);

    assertThat(lines(nothing.recording(), script.recording()))
        .containsExactly(
            "0 #1 opened by 127.0.0.1:40001",
            "2 1.1 request GET /a",
            "9 1.1 response 200 after 7 ms, 5 bytes",
            "20 1.2 request GET /b, 11 ms after the response before",
            "29 1.2 response 200 after 9 ms, 5 bytes, announces to close",
            "31 #1 fin by server, while idle, 2 ms after the last byte",
            "31 #1 fin by client, while idle, 2 ms after the last byte",
            "31 #1 closed after 2 exchanges in 31 ms, half-closed for 0 ms");
  }

  @Test
  void onlyWhatIsNewIsTold() {
    Script before = new Script();
    before.open(0).get("/a", 2, 9).get("/b", 20, 25, it -> it.unanswered());
    Script after = new Script();
    after.open(0).get("/a", 2, 9).get("/b", 20, 29).fin(Side.CLIENT, 40);
    after.open(35);

    assertThat(lines(before.recording(), after.recording()))
        .containsExactly(
            "29 1.2 response 200 after 9 ms, 5 bytes",
            "35 #2 opened by 127.0.0.1:40002",
            "40 #1 fin by client, while idle, 11 ms after the last byte");
  }

  @Test
  void nothingNewIsNoFact() {
    Script script = new Script();
    script.open(0).get("/a", 2, 9);

    assertThat(Facts.between(script.recording(), script.recording())).isEmpty();
  }

  @Test
  void aRequestWithoutResponseIsToldWhenItsConnectionIsOver() {
    Script waiting = new Script();
    waiting.open(0).get("/slow", 2, 2, it -> it.unanswered());
    Script over = new Script();
    over.open(0)
        .get("/slow", 2, 2, it -> it.unanswered())
        .closedBy(Side.SERVER, EndKind.RST, 4_002);

    assertThat(lines(waiting.recording(), over.recording()))
        .containsExactly(
            "4002 #1 rst by server, while a response was awaited",
            "4002 1.1 unanswered no response in 4000 ms",
            "4002 #1 closed after 1 exchange in 4002 ms");
  }

  @Test
  void aResponseCutShortIsToldWhenItsConnectionIsOver() {
    Script over = new Script();
    over.open(0).get("/", 2, 9, it -> it.truncated()).closedBy(Side.SERVER, EndKind.FIN, 9);

    assertThat(lines(nothing.recording(), over.recording()))
        .contains("9 1.1 response 200 after 7 ms, 5 bytes, cut short");
  }

  @Test
  void exchangesThatWereNotKeptAreCounted() {
    Script before = new Script();
    before.open(0).get("/a", 2, 9);
    Script after = new Script();
    after.open(0).get("/a", 2, 9).notKept(1_500).get("/z", 80, 90);

    assertThat(lines(before.recording(), after.recording()))
        .containsExactly(
            "80 #1 not-kept 1,500 exchanges came too fast to be shown",
            "80 1.1502 request GET /z",
            "90 1.1502 response 200 after 10 ms, 5 bytes");
  }

  @Test
  void anUpstreamThatRefusesIsToldWithItsAddress() {
    Script script = new Script();
    script
        .open(0)
        .with(
            it ->
                it.upstreamFailure(
                        new UpstreamFailure(
                            UpstreamFailure.Kind.REFUSED,
                            "localhost:9200: Connection refused",
                            Duration.ofMillis(3)))
                    .closedAt(Duration.ofMillis(3)));

    assertThat(lines(nothing.recording(), script.recording()))
        .contains(
            "3 #1 upstream-failed the upstream refused the connection: localhost:9200: Connection"
                + " refused");
  }

  @Test
  void goAwaysAndResetsOfHttp2AreTold() {
    Script script = new Script();
    script
        .open(0)
        .http2(1, 0)
        .get("/a", 2, 9)
        .get("/b", 3, 8, it -> it.unanswered().reset(Side.CLIENT, 20))
        .goAway(Side.SERVER, 0, 30);

    assertThat(lines(nothing.recording(), script.recording()))
        .contains("0 #1 protocol HTTP/2")
        .anyMatch(line -> line.startsWith("20 1.2 stream-reset ") && line.contains("CANCEL"))
        .contains("30 #1 goaway by server, NO_ERROR, takes no new streams");
  }

  @Test
  void trafficThatIsNotHttp1IsToldOnce() {
    Script before = new Script();
    before.open(0).speaking(Protocol.TLS);
    Script after = new Script();
    after.open(0).speaking(Protocol.TLS).bytes(2_000, 9_000);

    assertThat(lines(nothing.recording(), before.recording()))
        .contains("0 #1 protocol TLS, so its exchanges cannot be seen");
    assertThat(lines(before.recording(), after.recording())).isEmpty();
  }

  @Test
  void handshakeAndEstimateOfAnEncryptedConnectionAreTold() {
    Script script = new Script();
    script
        .open(0)
        .speaking(Protocol.TLS)
        .with(
            c ->
                c.tls(Handshakes.finished(2, TlsResumption.RESUMED))
                    .estimatedExchanges(Handshakes.exchanges(5, 8, 10, 12)))
        .closedBy(Side.CLIENT, EndKind.FIN, 20);

    assertThat(lines(nothing.recording(), script.recording()))
        .contains("3 #1 handshake TLS 1.3, resumed, SNI api.example")
        .anySatisfy(line -> assertThat(line).contains("closed after an estimated 2 exchanges in"));
    assertThat(lines(script.recording(), script.recording())).isEmpty();
  }

  @Test
  void failedHandshakeIsTold() {
    Script script = new Script();
    script
        .open(0)
        .speaking(Protocol.TLS)
        .with(c -> c.tls(Handshakes.failed(2, Side.CLIENT, "the alert unknown_ca")));

    assertThat(lines(nothing.recording(), script.recording()))
        .contains(
            "3 #1 handshake-failed TLS handshake failed: the alert unknown_ca by the client, SNI"
                + " api.example");
  }

  @Test
  void whatATerminalWouldObeyIsEscaped() {
    Script script = new Script();
    script.open(0).get("/\u001b[2J\u202e", 2, 9);

    assertThat(lines(nothing.recording(), script.recording()))
        .contains("2 1.1 request GET /\\u001b[2J\\u202e");
  }

  private static List<String> lines(Recording before, Recording now) {
    return Facts.between(before, now).stream()
        .map(it -> it.at().toMillis() + " " + it.id() + " " + it.event() + " " + it.words())
        .toList();
  }
}
