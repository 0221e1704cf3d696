package io.github.connectionprobe.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.recording.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Go's {@code net/http} keeps two idle connections for each host, unless told otherwise. */
@Timeout(180)
class GoIdleCapScenesIT extends GoScene {

  @Test
  void tenAtOnceTwiceExceedTheIdleCapOfTheDefaultTransport() throws Exception {
    try (Wire wire = Wire.watch(proxy.port())) {
      Recording recording = recording("concurrent.go", "2", "/together");

      assertThat(recording.opened()).isEqualTo(2 * REQUESTS - 2);
      assertThat(wire.conversations()).hasSize(2 * REQUESTS - 2);
      assertThat(recording.connections()).filteredOn(it -> it.reused()).hasSize(2);
      Diagnosis diagnosis = Diagnosis.of(recording);
      assertThat(diagnosis.needed()).isEqualTo(REQUESTS);
      assertThat(diagnosis.explanations())
          .hasSize(REQUESTS - 2)
          .extracting(Explanation::cause)
          .containsOnly(Cause.POOL_OVERFLOW);
      assertThat(diagnosis.explanations().get(0).fix()).contains("MaxIdleConnsPerHost");
    }
  }

  @Test
  void aRaisedIdleCapKeepsAllTen() throws Exception {
    try (Wire wire = Wire.watch(proxy.port())) {
      Recording recording = recording("concurrent.go", Integer.toString(REQUESTS), "/together");

      assertThat(recording.opened()).isEqualTo(REQUESTS);
      assertThat(wire.conversations()).hasSize(REQUESTS);
      assertThat(recording.connections()).allMatch(it -> it.reused());
      assertThat(Diagnosis.of(recording).explanations()).isEmpty();
    }
  }
}
