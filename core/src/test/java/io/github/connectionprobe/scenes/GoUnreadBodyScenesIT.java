package io.github.connectionprobe.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.socket.TimeWaits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Go's {@code net/http} gives up a connection whose body was not read to its end. */
@Timeout(180)
class GoUnreadBodyScenesIT extends GoScene {

  @Test
  void aBodyThatIsNotReadCostsAConnectionForEachRequest() throws Exception {
    try (Wire wire = Wire.watch(proxy.port())) {
      Recording recording = recording("sequential.go", "unread", "/one");

      assertThat(recording.opened()).isEqualTo(REQUESTS);
      assertThat(recording.fins(Side.CLIENT)).isEqualTo(REQUESTS);
      List<Wire.Conversation> judged = wire.conversations();
      assertThat(Wire.ends(recording)).isEqualTo(Wire.ends(judged));
      assertThat(recording.connections())
          .extracting(it -> it.client().getPort())
          .containsExactlyElementsOf(judged.stream().map(it -> it.clientPort()).toList());
      assertThat(timeWaitsOnceThereAre(REQUESTS, recording))
          .isEqualTo(new TimeWaits(proxy.port(), REQUESTS, 0))
          .isEqualTo(timeWaitsBySs());
      assertThat(Diagnosis.of(recording).avoidable()).hasSize(REQUESTS - 1);
    }
  }

  @Test
  void aBodyThatIsReadToItsEndLeavesOneConnectionForAll() throws Exception {
    try (Wire wire = Wire.watch(proxy.port())) {
      Recording recording = recording("sequential.go", "read", "/one");

      assertThat(recording.opened()).isEqualTo(1);
      assertThat(recording.exchangeCount()).isEqualTo(REQUESTS);
      assertThat(wire.conversations()).hasSize(1);
      assertThat(Diagnosis.of(recording).explanations()).isEmpty();
      assertThat(timeWaitsOnceThereAre(1, recording))
          .isEqualTo(new TimeWaits(proxy.port(), 1, 0))
          .isEqualTo(timeWaitsBySs());
    }
  }
}
