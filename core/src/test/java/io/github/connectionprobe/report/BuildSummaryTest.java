package io.github.connectionprobe.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.diagnosis.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BuildSummaryTest {

  private static final ProbeSummary LOSING =
      new ProbeSummary(
          "id \"1\"",
          "OrderClientTest \ud83d\ude00\n",
          "orders",
          4,
          1,
          2,
          7,
          Map.of(Cause.RESPONSE_CLOSE, 1, Cause.REQUEST_CLOSE, 2),
          Optional.of(Duration.ofNanos(1_234_567)),
          Optional.of("OrderClientTest/a/orders.html"),
          Optional.of("OrderClientTest/a/orders.pcapng"));

  private static final ProbeSummary HEALTHY =
      new ProbeSummary(
          "id 2",
          "ATest b()",
          "b",
          2,
          2,
          0,
          9,
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  @Test
  void numbersAreSumsAndTestsCountOnce() {
    BuildSummary summary = BuildSummary.of(List.of(LOSING, HEALTHY, HEALTHY));

    assertThat(summary.tests()).isEqualTo(2);
    assertThat(summary.opened()).isEqualTo(8);
    assertThat(summary.needed()).isEqualTo(5);
    assertThat(summary.lost()).isEqualTo(3);
    assertThat(summary.avoidable()).isEqualTo(2);
    assertThat(summary.efficiency()).isEqualTo(0.625);
    assertThat(summary.causes().keySet())
        .containsExactly(Cause.REQUEST_CLOSE, Cause.RESPONSE_CLOSE);
  }

  @Test
  void nothingOpenedIsNothingLost() {
    assertThat(BuildSummary.of(List.of()).efficiency()).isEqualTo(1);
    assertThat(BuildSummary.of(List.of()).toJson(Instant.EPOCH))
        .contains("\"causes\": []", "\"efficiency\": 1,", "\"results\": []");
  }

  @Test
  void jsonHoldsAllOfIt() {
    assertThat(BuildSummary.of(List.of(LOSING, HEALTHY)).toJson(Instant.EPOCH))
        .isEqualTo(
            """
            {"version": 1, "generated_at": "1970-01-01T00:00:00Z", "tests": 2, "probes": 2, \
            "opened": 6, "needed": 3, "lost": 3, "avoidable": 2, "exchanges": 16, "efficiency": 0.5, \
            "causes": [
            {"cause": "request-close", "responsible": "client", "connections": 2, "tests": 1},
            {"cause": "response-close", "responsible": "server", "connections": 1, "tests": 1}], \
            "slowest_handshakes": [
            {"test": "OrderClientTest \\ud83d\\ude00\\u000a", "probe": "orders", "ms": 1.234}], \
            "results": [
            {"test_id": "id 2", "test": "ATest b()", "probe": "b", "opened": 2, "needed": 2, \
            "avoidable": 0, "exchanges": 9, "causes": {}},
            {"test_id": "id \\"1\\"", "test": "OrderClientTest \\ud83d\\ude00\\u000a", \
            "probe": "orders", "opened": 4, "needed": 1, "avoidable": 2, "exchanges": 7, \
            "causes": {"request-close": 2, "response-close": 1}, "slowest_handshake_ms": 1.234, \
            "timeline": "OrderClientTest/a/orders.html", \
            "capture": "OrderClientTest/a/orders.pcapng"}]}
            """);
  }
}
