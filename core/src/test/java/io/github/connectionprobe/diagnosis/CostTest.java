package io.github.connectionprobe.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.Script;
import io.github.connectionprobe.recording.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostTest {

  private final Script script = new Script();

  @Test
  void connectionForEachRequestExhaustsThePorts() {
    connections(2);

    Cost cost = cost();
    assertThat(cost.handshakesWasted()).isEqualTo(1);
    assertThat(cost.sockets()).isEqualTo(30_000);
    assertThat(cost.exhaustsPorts()).isTrue();
  }

  @Test
  void someReuseCostsLess() {
    script
        .open(0)
        .get("/a", 1, 2)
        .get("/b", 3, 4)
        .get("/c", 5, 6, x -> x.request("Connection", "close"))
        .closedBy(Side.CLIENT, EndKind.FIN, 7);
    script.open(20).get("/d", 21, 22);

    Cost cost = cost();
    assertThat(cost.perRequest()).isCloseTo(1 / 3.0, within(1e-9));
    assertThat(cost.sockets()).isEqualTo(10_000);
    assertThat(cost.exhaustsPorts()).isFalse();
  }

  @Test
  void whatNobodyHasToMendCostsNothing() {
    script.open(0).closedBy(Side.CLIENT, EndKind.FIN, 7);
    script.open(20).get("/d", 21, 22);

    assertThat(cost().handshakesWasted()).isZero();
    assertThat(cost().sockets()).isZero();
  }

  @Test
  void portsAreExhaustedOnlyBeyondTheLastOne() {
    assertThat(new Cost(1, 1, 500, new PortRange(1, 30_000)).exhaustsPorts()).isFalse();
    assertThat(new Cost(1, 1, 500, new PortRange(1, 29_999)).exhaustsPorts()).isTrue();
    assertThat(PortRange.LINUX_DEFAULT.size()).isEqualTo(28_232);
  }

  @ParameterizedTest
  @CsvSource({"0, 10", "10, 65536", "11, 10"})
  void whatIsNoRangeIsRefused(int first, int last) {
    assertThatThrownBy(() -> new PortRange(first, last))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(first + " to " + last);
  }

  @Test
  void rangeMayBeAsWideAsPortsGoOrASinglePort() {
    assertThat(new PortRange(1, 65_535).size()).isEqualTo(65_535);
    assertThat(new PortRange(7, 7).size()).isEqualTo(1);
  }

  private void connections(int count) {
    for (int i = 0; i < count; i++) {
      script
          .open(20 * i)
          .get("/a", 20 * i + 1, 20 * i + 2, x -> x.request("Connection", "close"))
          .closedBy(Side.CLIENT, EndKind.FIN, 20 * i + 3);
    }
  }

  private Cost cost() {
    return Cost.of(
        Diagnosis.of(script.recording()), Cost.USUAL_REQUESTS_PER_SECOND, PortRange.LINUX_DEFAULT);
  }
}
