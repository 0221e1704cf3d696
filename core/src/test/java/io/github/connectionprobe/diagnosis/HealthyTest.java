package io.github.connectionprobe.diagnosis;

import static io.github.connectionprobe.recording.EndKind.FIN;
import static io.github.connectionprobe.recording.EndKind.RST;
import static io.github.connectionprobe.recording.Side.CLIENT;
import static io.github.connectionprobe.recording.Side.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.BodyFraming;
import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.Script;
import io.github.connectionprobe.recording.Upgrade;
import io.github.connectionprobe.recording.UpstreamFailure;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A false alarm is worse than a cause missed: none of these shapes may be put down to the client.
 */
class HealthyTest {

  static Stream<Arguments> shapes() {
    return Stream.of(
        shape("nothing at all", script -> {}),
        shape("one exchange", script -> script.open(0).get("/", 1, 2)),
        shape(
            "sequential reuse",
            script -> script.open(0).get("/", 1, 2).get("/", 3, 4).get("/", 400, 410)),
        shape(
            "client closed at the end",
            script -> script.open(0).get("/", 1, 2).closedBy(CLIENT, FIN, 3)),
        shape(
            "client reset at the end",
            script -> script.open(0).get("/", 1, 2).closedBy(CLIENT, RST, 3)),
        shape(
            "parallel burst",
            script -> {
              for (int i = 0; i < 10; i++) {
                script.open(i * 0.1).get("/", 2 + i * 0.1, 20 + i);
              }
            }),
        shape(
            "two bursts over one pool",
            script -> {
              for (int i = 0; i < 10; i++) {
                script.open(i * 0.1).get("/", 2, 20 + i).get("/", 500, 520 + i);
              }
            }),
        shape(
            "threads that hold connections a little longer than the probe sees",
            script -> {
              for (int i = 0; i < 10; i++) {
                script.open(i).get("/", i + 0.3, i + 1.2).get("/", 60 + i, 61 + i);
              }
            }),
        shape(
            "a single burst of short exchanges",
            script -> {
              for (int i = 0; i < 10; i++) {
                script.open(i * 0.6).get("/", i * 0.6 + 0.2, i * 0.6 + 1.2);
              }
            }),
        shape(
            "connections opened before their requests",
            script -> {
              script.open(0).get("/", 5, 8);
              script.open(1).get("/", 9, 12).get("/", 40, 45);
            }),
        shape(
            "a connection leased before its request was seen",
            script -> {
              script.open(0).get("/", 1, 5).get("/", 520, 530);
              script.open(500).get("/", 510, 540);
            }),
        shape(
            "an async pool that races its caller",
            script -> {
              script.agent("ReactorNetty/1.2.1");
              script.open(0).get("/", 1, 5).get("/", 15, 20).get("/", 30, 35);
              script.open(6).get("/", 7, 12).get("/", 21, 25);
            }),
        shape(
            "an async pool that races its caller, closed at once",
            script -> {
              script.agent("Jetty/12.0.16");
              script.open(0).get("/", 1, 5).closedBy(CLIENT, FIN, 14);
              script.open(6).get("/", 7, 12).closedBy(CLIENT, FIN, 14.1);
            }),
        shape(
            "an async pool that races its caller, closed slowly",
            script -> {
              script.agent("Jetty/12.0.16");
              script.open(0).get("/", 1, 5).closedBy(CLIENT, FIN, 14);
              script.open(6).get("/", 7, 12).closedBy(CLIENT, FIN, 60);
            }),
        shape(
            "two kinds of client, each with one connection left over",
            script -> {
              script.agent("okhttp/4.12.0").open(0).get("/", 1, 5);
              script.open(100).get("/", 101, 105).get("/", 106, 108);
              script.agent("Java-http-client/17").open(200).get("/", 201, 205);
              script.open(300).get("/", 301, 305).get("/", 306, 308);
            }),
        shape(
            "redirect after which the client closes",
            script -> {
              script.open(0).get("/", 1, 5, x -> x.status(302)).closedBy(CLIENT, FIN, 6);
              script.open(7).get("/", 8, 12).closedBy(CLIENT, FIN, 14);
            }),
        shape(
            "NTLM handshake on one connection",
            script ->
                script
                    .open(0)
                    .get("/", 1, 5, x -> x.status(401).response("WWW-Authenticate", "NTLM"))
                    .get("/", 6, 9, x -> x.request("Authorization", "NTLM abc"))),
        shape(
            "happy eyeballs",
            script -> {
              script.open(0).closedBy(CLIENT, RST, 3);
              script.open(1).get("/", 2, 5);
            }),
        shape(
            "retry until the server is there",
            script -> {
              for (int i = 0; i < 3; i++) {
                script
                    .open(i * 10)
                    .with(
                        c ->
                            c.upstreamFailure(
                                new UpstreamFailure(
                                    UpstreamFailure.Kind.REFUSED, "localhost:1", Duration.ZERO)));
              }
              script.open(40).get("/", 41, 42).get("/", 43, 44);
            }),
        shape(
            "server without keep-alive",
            script -> {
              for (int i = 0; i < 5; i++) {
                script
                    .open(i * 10)
                    .get("/", i * 10 + 1, i * 10 + 2, x -> x.response("Connection", "close"))
                    .closedBy(SERVER, FIN, i * 10 + 2);
              }
            }),
        shape(
            "server without keep-alive whose clients close first",
            script -> {
              for (int i = 0; i < 5; i++) {
                script
                    .open(i * 10)
                    .get("/", i * 10 + 1, i * 10 + 2, x -> x.response("Connection", "close"))
                    .closedBy(CLIENT, FIN, i * 10 + 2);
              }
            }),
        shape(
            "server that closes idle connections",
            script -> {
              script.open(0).get("/", 1, 5).closedBy(SERVER, FIN, 1_005);
              script.open(2_000).get("/", 2_001, 2_005).closedBy(SERVER, FIN, 3_005);
              script.open(4_000).get("/", 4_001, 4_005);
            }),
        shape(
            "server that crashes in an answer",
            script -> {
              script.open(0).get("/", 1, 5, x -> x.truncated()).closedBy(SERVER, RST, 6);
              script.open(7).get("/", 8, 9);
            }),
        shape(
            "time-out of a slow answer",
            script -> {
              script.open(0).get("/", 1, 1, x -> x.unanswered()).closedBy(CLIENT, FIN, 201);
              script.open(210).get("/", 211, 212);
            }),
        shape(
            "client that keeps idle connections for half a minute",
            script -> {
              script.open(0).get("/", 1, 5).closedBy(CLIENT, FIN, 30_005);
              script.open(31_000).get("/", 31_001, 31_005);
            }),
        shape(
            "WebSocket beside plain requests",
            script -> {
              script
                  .open(0)
                  .get("/ws", 1, 5, x -> x.status(101).framing(BodyFraming.UPGRADED))
                  .with(c -> c.upgrade(new Upgrade(1, "websocket", Duration.ofMillis(5))));
              script.open(50).get("/", 51, 52).get("/", 100, 101);
            }),
        shape(
            "WebSockets beside an idle connection",
            script -> {
              script.open(0).get("/", 1, 2);
              for (int at = 1_000; at < 5_000; at += 1_000) {
                Duration upgraded = Duration.ofMillis(at + 5);
                script
                    .open(at)
                    .get("/ws", at + 1, at + 5, x -> x.status(101).body(0))
                    .with(c -> c.upgrade(new Upgrade(1, "websocket", upgraded)));
              }
            }),
        shape(
            "event stream beside plain requests",
            script -> {
              script.open(0).get("/events", 1, 90_000, x -> x.truncated());
              script.open(50).get("/", 51, 52).get("/", 5_000, 5_001);
            }),
        shape(
            "details fetched while a list is read",
            script -> {
              script.open(0).get("/list", 1, 5);
              script.open(70).get("/1", 71, 72).get("/2", 80, 81).get("/3", 90, 91);
            }),
        shape(
            "two clients, each with its own pool",
            script -> {
              script.open(0).get("/", 1, 5).get("/", 200, 205).get("/", 400, 405);
              script.open(100).get("/", 101, 105).get("/", 300, 305);
            }),
        shape(
            "two kinds of client",
            script -> {
              script.agent("okhttp/4.12.0").open(0).get("/", 1, 5);
              script.agent("Java/17.0.15").open(100).get("/", 101, 105);
            }),
        shape(
            "two virtual hosts",
            script -> {
              script.host("a.example").open(0).get("/", 1, 5);
              script.host("b.example").open(100).get("/", 101, 105);
            }),
        shape(
            "TLS",
            script -> {
              script.open(0).speaking(Protocol.TLS).closedBy(CLIENT, FIN, 5);
              script.open(10).speaking(Protocol.TLS).closedBy(CLIENT, FIN, 15);
            }),
        shape(
            "window after another test whose client was left open",
            script -> {
              script.from(100);
              script.open(0).speaking(Protocol.HTTP_1);
              script.open(110).get("/", 111, 115).get("/", 211, 215);
            }),
        shape(
            "reuse beyond the exchanges kept",
            script -> {
              script.peakEver(2);
              script.open(0).get("/", 1, 5).notKept(5_000).get("/", 9_000, 9_001);
              script.open(4_000).get("/", 4_001, 4_005).notKept(5_000).get("/", 9_000, 9_001);
            }),
        shape(
            "Expect: 100-continue refused",
            script -> {
              script
                  .open(0)
                  .get(
                      "/",
                      1,
                      5,
                      x -> x.status(401).request("Expect", "100-continue").requestIncomplete())
                  .closedBy(CLIENT, FIN, 6);
              script.open(7).get("/", 8, 9);
            }),
        shape(
            "HTTP/1.0 with keep-alive",
            script ->
                script
                    .open(0)
                    .get(
                        "/",
                        1,
                        5,
                        x ->
                            x.requestVersion("HTTP/1.0")
                                .request("Connection", "keep-alive")
                                .responseVersion("HTTP/1.0")
                                .response("Connection", "keep-alive"))
                    .get("/", 6, 9)),
        shape(
            "connection that the server had hinted to drop",
            script -> {
              script
                  .open(0)
                  .get("/", 1, 5, x -> x.response("Keep-Alive", "timeout=5"))
                  .closedBy(CLIENT, FIN, 5_001);
              script.open(5_002).get("/", 5_003, 5_010);
            }));
  }

  private static Arguments shape(String name, Consumer<Script> shape) {
    return Arguments.of(name, shape);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void clientIsNotBlamed(String name, Consumer<Script> shape) {
    for (String agent : new String[] {"", "okhttp/4.12.0", "ReactorNetty/1.2.1"}) {
      Script script = new Script().agent(agent);
      shape.accept(script);

      assertThat(Diagnosis.of(script.recording()).avoidable()).as("agent %s", agent).isEmpty();
    }
  }
}
