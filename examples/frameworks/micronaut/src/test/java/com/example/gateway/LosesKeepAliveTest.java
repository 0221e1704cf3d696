package com.example.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.server.Failures;
import org.junit.jupiter.api.Test;

class LosesKeepAliveTest {

  @Test
  void theGuardFailsTheTestAndNamesTheCause() {
    assertThat(Failures.of(ClosingGatewayExample.class))
        .hasSize(1)
        .hasEntrySatisfying(
            "doesNotPool(OrderClient)",
            message ->
                assertThat(message)
                    .contains(
                        "client-closed-after-response (observed)",
                        "Opened from ClosingGatewayExample.java"));
  }
}
