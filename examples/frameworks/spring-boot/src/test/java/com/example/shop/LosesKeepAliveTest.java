package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.server.Failures;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LosesKeepAliveTest {

  @Test
  void theGuardFailsTheTestsAndNamesTheCause() {
    Map<String, String> failures = Failures.of(ForgetfulShopExample.class);

    assertThat(failures)
        .hasSize(2)
        .hasEntrySatisfying(
            "restClientPerCall(ForgetfulOrderClient)",
            message ->
                assertThat(message)
                    .contains("new-client-per-call", "Opened from ForgetfulOrderClient.java"))
        .hasEntrySatisfying(
            "webClientThatCloses(ClosingStockClient)",
            message -> assertThat(message).contains("request-close (observed)"));
  }
}
