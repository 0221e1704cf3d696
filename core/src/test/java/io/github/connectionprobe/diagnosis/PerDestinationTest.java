package io.github.connectionprobe.diagnosis;

import static io.github.connectionprobe.diagnosis.Asserted.assertCause;
import static io.github.connectionprobe.diagnosis.Asserted.assertNeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.Script;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.UpstreamFailure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a forwarding probe says of several destinations in one recording. */
class PerDestinationTest {

  private final Script script = new Script();

  private Script.Connection open(double at, String destination) {
    return script.host(destination).open(at).with(c -> c.destination(destination));
  }

  @Test
  void oneConnectionToEachDestinationIsNeeded() {
    open(0, "orders.example:80").get("/a", 1, 5).get("/c", 20, 25);
    open(10, "users.example:80").get("/b", 11, 15).get("/d", 30, 35);

    assertNeeded(script, 2, 0);
    assertThat(Diagnosis.of(script.recording()).peakInFlight()).isEqualTo(1);
  }

  @Test
  void aClosedConnectionExplainsThoseToItsOwnDestinationOnly() {
    open(0, "orders.example:80")
        .get("/a", 1, 5, x -> x.request("Connection", "close"))
        .closedBy(Side.CLIENT, EndKind.FIN, 6);
    open(10, "users.example:80").get("/b", 11, 15);
    open(20, "orders.example:80").get("/c", 21, 25);

    assertNeeded(script, 2, 1);
    assertCause(script, 3, Cause.REQUEST_CLOSE);
  }

  @Test
  void aBurstToOneDestinationExcusesNothingElsewhere() {
    for (int i = 0; i < 4; i++) {
      open(i, "orders.example:80").get("/a", 10, 20);
    }
    open(100, "users.example:80")
        .get("/b", 101, 105, x -> x.response("Connection", "close"))
        .closedBy(Side.SERVER, EndKind.FIN, 106);
    open(110, "users.example:80").get("/c", 111, 115);

    assertNeeded(script, 5, 1);
    assertCause(script, 6, Cause.RESPONSE_CLOSE);
    assertThat(Diagnosis.of(script.recording()).peakInFlight()).isEqualTo(4);
  }

  @Test
  void twoNamesOfThisMachineAreOneServerToWhichTheClientOpenedTwice() {
    open(0, "localhost:8080").get("/a", 1, 5).get("/c", 30, 35);
    open(10, "127.0.0.1:8080").get("/b", 11, 15).get("/d", 40, 45);

    assertNeeded(script, 1, 1);
    assertCause(script, 2, Cause.DIFFERENT_ROUTE);
  }

  @Test
  void whatCannotBeLookedIntoNeedsAConnectionToEachDestination() {
    for (String destination : new String[] {"a.example:443", "b.example:443", "a.example:443"}) {
      open(0, destination).with(c -> c.protocol(Protocol.TLS).bytesFrom(Side.CLIENT, 100));
    }

    assertNeeded(script, 2, 1);
  }

  @Test
  void aRefusedDestinationIsNobodysLostReuse() {
    open(0, "orders.example:80").get("/a", 1, 5);
    for (UpstreamFailure.Kind kind :
        new UpstreamFailure.Kind[] {
          UpstreamFailure.Kind.NOT_ALLOWED, UpstreamFailure.Kind.NOT_NAMED
        }) {
      open(10, "api.example:443")
          .with(c -> c.upstreamFailure(new UpstreamFailure(kind, "why", Duration.ofMillis(11))));
    }

    assertNeeded(script, 1, 2);
    assertCause(script, 2, Cause.DESTINATION_REFUSED, Responsible.ENVIRONMENT);
    assertCause(script, 3, Cause.DESTINATION_REFUSED, Responsible.ENVIRONMENT);
    assertThat(Asserted.explanation(script, 2).evidence())
        .containsExactly("The upstream is not allowed: why.");
  }
}
