package io.github.connectionprobe.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.PortRange;
import io.github.connectionprobe.recording.BodyFraming;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.EstimatedExchanges;
import io.github.connectionprobe.recording.Handshakes;
import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Script;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.TlsHandshake;
import io.github.connectionprobe.recording.TlsResumption;
import io.github.connectionprobe.recording.Upgrade;
import io.github.connectionprobe.recording.UpstreamFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextReportTest {

  private static final StackTraceElement PLACE =
      new StackTraceElement("com.example.OrderClient", "find", "OrderClient.java", 42);

  private final Script script = new Script().agent("okhttp/4.12.0");

  @Test
  void noConnection() throws IOException {
    assertReport("no-connection");
  }

  @Test
  void oneConnection() throws IOException {
    script.open(0).get("/orders/1", 2, 9).get("/orders", 12, 30, x -> x.method("POST").status(201));

    assertReport("one-connection");
  }

  @Test
  void requestClose() throws IOException {
    script
        .open(812)
        .get("/orders/1", 814, 821, x -> x.request("Connection", "close"))
        .closedBy(Side.CLIENT, EndKind.FIN, 823);
    script.open(857).get("/orders/2", 858, 862);

    assertReport("request-close");
  }

  @Test
  void twoDestinations() throws IOException {
    script
        .host("orders.example")
        .open(0)
        .with(c -> c.destination("orders.example:80"))
        .get("/orders/1", 2, 9, x -> x.request("Connection", "close"))
        .closedBy(Side.CLIENT, EndKind.FIN, 11);
    script
        .host("a-rather-long-name-of-a-server.example")
        .open(20)
        .with(c -> c.destination("a-rather-long-name-of-a-server.example:80"))
        .get("/users/1", 22, 29);
    script
        .host("orders.example")
        .open(45)
        .with(c -> c.destination("orders.example:80"))
        .get("/orders/2", 46, 50);

    assertReport("two-destinations");
    assertThat(TimelinePage.of(Diagnosis.of(script.recording())).toString())
        .contains("+0 ms -&gt; orders.example:80, 1 exchange");
    assertThat(TextReport.numbers(Diagnosis.of(script.recording())))
        .isEqualTo(
            "opened 3, where 2 would have served (2 destinations, at most 1 exchange in flight to"
                + " one of them)");
  }

  @Test
  void tenConnectionsOfOneCause() throws IOException {
    for (int i = 0; i < 10; i++) {
      script
          .open(100 * i)
          .get("/orders/" + i, 100 * i + 1, 100 * i + 4)
          .with(c -> c.openedFrom(PLACE));
    }

    assertReport("ten-connections");
  }

  @Test
  void tenThousandConnections() throws IOException {
    for (int i = 0; i < 10_000; i++) {
      script.open(10 * i).get("/orders/" + i, 10 * i + 1, 10 * i + 4);
    }

    assertReport("ten-thousand-connections");
  }

  @Test
  void everyKindOfEndAndPhase() throws IOException {
    script.from(100);
    script
        .open(0)
        .get("/carried-over", 110, 120)
        .get("/cut", 200, 210, x -> x.truncated())
        .closedBy(Side.SERVER, EndKind.RST, 211);
    script
        .open(220)
        .with(
            c ->
                c.upstreamFailure(
                    new UpstreamFailure(
                        UpstreamFailure.Kind.REFUSED, "localhost:8080", Duration.ofMillis(221))));
    script.open(230).closedBy(Side.CLIENT, EndKind.FIN, 231);
    script.open(240).speaking(Protocol.TLS).closedBy(Side.CLIENT, EndKind.FIN, 241);
    script.open(245).speaking(Protocol.TLS);
    script
        .open(250)
        .get("/gave-up", 251, 251, x -> x.unanswered())
        .closedBy(Side.CLIENT, EndKind.FIN, 300);
    script.open(301).get("/half", 302, 303).fin(Side.SERVER, 304);
    script
        .open(310)
        .get("/ws", 311, 312, x -> x.status(101).framing(BodyFraming.UPGRADED))
        .with(c -> c.upgrade(new Upgrade(1, "websocket", Duration.ofMillis(312))));
    script.open(320).get("/last", 321, 322).get("/open", 400, 410, x -> x.truncated());

    assertReport("every-end");
  }

  @Test
  void handshakesStandBelowTheirConnections() throws IOException {
    for (int i = 0; i < 3; i++) {
      TlsHandshake handshake = Handshakes.finished(200 * i, TlsResumption.NOT_OFFERED);
      EstimatedExchanges one = Handshakes.exchanges(200 * i + 5, 200 * i + 10);
      script
          .open(200 * i)
          .speaking(Protocol.TLS)
          .with(c -> c.tls(handshake).estimatedExchanges(one));
    }
    TlsHandshake failed = Handshakes.failed(600, Side.CLIENT, "the alert unknown_ca");
    script
        .open(600)
        .speaking(Protocol.TLS)
        .with(c -> c.tls(failed))
        .closedBy(Side.CLIENT, EndKind.FIN, 602);

    assertReport("tls");
  }

  @Test
  void manyExchangesShowTheOneThatMatters() throws IOException {
    Script.Connection connection = script.open(0);
    for (int i = 1; i < 25; i++) {
      connection.get("/orders/" + i, 10 * i, 10 * i + 5);
    }
    connection
        .notKept(1_000)
        .get("/orders/last", 500, 505, x -> x.response("Connection", "close"))
        .closedBy(Side.SERVER, EndKind.FIN, 505);
    script.open(600).get("/orders/next", 601, 605);

    assertReport("many-exchanges");
  }

  @Test
  void causeFarDownIsListed() throws IOException {
    for (int i = 0; i < 30; i++) {
      script.open(i * 0.01).get("/burst/" + i, 1, 100 + i, x -> x);
    }
    script
        .open(0.5)
        .get("/x", 1, 200, x -> x.request("Connection", "close"))
        .closedBy(Side.CLIENT, EndKind.FIN, 201);
    script.open(1_000).get("/y", 1_001, 1_005);
    script.open(1_000.1).get("/z", 1_001, 1_005);

    assertThat(TextReport.of(script.recording()))
        .contains("#31  127.0.0.1:40031")
        .contains("request: Connection: close   <<<<<");
  }

  @Test
  void nothingSecretIsPrinted() {
    String secret = "s3cr3t";
    script
        .agent("okhttp/4.12.0")
        .open(0)
        .get(
            "/orders",
            1,
            5,
            x ->
                x.request("Authorization", "Bearer " + secret)
                    .request("Cookie", "session=" + secret)
                    .request("X-Api-Key", secret)
                    .response("Set-Cookie", "session=" + secret)
                    .response("WWW-Authenticate", "NTLM " + secret)
                    .request("Connection", "close, " + secret));
    script.open(100).get("/orders", 101, 105, x -> x.request("Authorization", secret));
    script.open(200).get("/orders", 201, 205, x -> x.request("Proxy-Authorization", secret));

    assertThat(TextReport.of(script.recording())).doesNotContain(secret);
  }

  @Test
  void whatATerminalWouldObeyIsEscaped() {
    script.open(0).get("/a\u001b[2J\r\u202e\u0000", 1, 5, x -> x.method("G\tT"));

    assertThat(TextReport.of(script.recording()))
        .contains("/a\\u001b[2J\\u000d\\u202e\\u0000 ")
        .contains("G\\u0009T")
        .matches("[\\P{Cntrl}\n]*");
  }

  @Test
  void noLineIsLongerThanAHundredColumns() {
    script.host("h".repeat(300));
    script
        .open(0)
        .get("/" + "long/".repeat(60), 1, 5, x -> x.method("VERYLONGMETHODNAME"))
        .closedBy(Side.CLIENT, EndKind.FIN, 6);
    script.host("i".repeat(300));
    script
        .open(100_000)
        .get("/" + "long/".repeat(60), 100_001, 900_005, x -> x.request("Connection", "close"))
        .closedBy(Side.CLIENT, EndKind.FIN, 900_006);
    script.open(900_100).get("/x", 900_101, 900_102);

    assertThat(TextReport.of(script.recording()).lines())
        .allMatch(line -> line.length() <= TextReport.COLUMNS);
  }

  @Test
  void connectionThatWasNotLookedIntoToItsEndSaysSo() {
    script.open(0).get("/a", 1, 5).with(c -> c.observerRetired("a header was too long"));

    assertThat(TextReport.of(script.recording()))
        .contains("1 exchange   not looked into to its end, open");
  }

  @Test
  void headingNamesTheProbeAndBothEnds() {
    assertThat(TextReport.heading(script.recording()))
        .isEqualTo("probe \"orders\" (localhost:54321 -> localhost:8080)");
  }

  @Test
  void headingIsSafeToPrintWhateverTheNames() {
    Recording recording =
        new Recording(
            "n\u001bx" + "n".repeat(200),
            "localhost:1",
            "a:1",
            Instant.EPOCH,
            Duration.ZERO,
            Duration.ZERO,
            0,
            List.of());

    assertThat(TextReport.heading(recording)).startsWith("probe \"n\\u001bxnn").hasSize(90);
  }

  @Test
  void numbersSayWhatWouldHaveServed() {
    script.open(0).get("/a", 1, 5, x -> x.request("Connection", "close"));
    script.open(100).get("/b", 101, 105);

    assertThat(TextReport.numbers(Diagnosis.of(script.recording())))
        .isEqualTo("opened 2, where 1 would have served (at most 1 exchange in flight)");
  }

  @Test
  void portsOfTheMachineCountInTheForecast() {
    script.open(0).get("/a", 1, 5, x -> x.request("Connection", "close"));
    script.open(100).get("/b", 101, 105);

    assertThat(TextReport.of(Diagnosis.of(script.recording()), new PortRange(1_024, 65_535)))
        .contains("about 30,000 sockets would wait in TIME_WAIT, of the 64,512");
  }

  private void assertReport(String name) throws IOException {
    Diagnosis diagnosis = Diagnosis.of(script.recording());
    String report = TextReport.of(diagnosis) + "\n";
    assertThat(report.lines()).allMatch(line -> line.length() <= TextReport.COLUMNS);
    assertThat(report).isEqualTo(golden(name));
  }

  private static String golden(String name) throws IOException {
    try (InputStream file = TextReportTest.class.getResourceAsStream(name + ".txt")) {
      return file == null ? "" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
