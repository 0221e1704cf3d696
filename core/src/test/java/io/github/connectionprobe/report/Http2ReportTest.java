package io.github.connectionprobe.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.recording.Script;
import io.github.connectionprobe.recording.Side;
import org.junit.jupiter.api.Test;

/** What the text of a report says of HTTP/2. */
class Http2ReportTest {

  private final Script script = new Script();

  private String report() {
    return TextReport.of(Diagnosis.of(script.recording()));
  }

  @Test
  void aConnectionShowsItsStreamsAndTheServersLimit() {
    script.open(0).http2(1, 128).get("/a", 2, 9).get("/b", 3, 8);
    script.open(500).http2(501, 0).get("/c", 502, 509);

    assertThat(report())
        .contains("HTTP/2, at most 0 streams at once, 128 allowed\n")
        .contains("HTTP/2, at most 0 streams at once\n");
  }

  @Test
  void aGoAwayShowsItsSideAndCode() {
    script.open(0).http2(1, 0).get("/a", 2, 9).goAway(Side.SERVER, 11, 40);

    assertThat(report()).contains("GOAWAY by server: ENHANCE_YOUR_CALM, +40 ms\n");
  }

  @Test
  void aResetShowsItsSideAndCode() {
    script.open(0).http2(1, 0).get("/a", 2, 9, e -> e.unanswered().reset(Side.CLIENT, 12));

    assertThat(report()).contains("reset by client: CANCEL");
  }

  @Test
  void aStatusThatCouldNotBeReadIsAQuestionMark() {
    script.open(0).http2(1, 0).get("/a", 2, 9, e -> e.status(0));

    assertThat(report()).contains("GET  /a   ?  ");
  }
}
