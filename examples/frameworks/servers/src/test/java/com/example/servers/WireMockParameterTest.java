package com.example.servers;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.stubFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockRuntimeInfo;
import com.github.tomakehurst.wiremock.junit5.WireMockTest;
import io.github.connectionprobe.junit.ConnectionProbe;
import io.github.connectionprobe.junit.Probe;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WireMockTest
@ConnectionProbe(upstreamMethod = "wiremock")
class WireMockParameterTest {

  private int port;

  int wiremock() {
    return port;
  }

  @BeforeEach
  void remember(WireMockRuntimeInfo info) {
    port = info.getHttpPort();
    stubFor(get(urlPathMatching("/orders/.*")).willReturn(ok("an order")));
  }

  @Test
  void reusesOneConnection(Probe probe) throws Exception {
    OrderClient client = new OrderClient(probe.uri());
    client.order(1);
    client.order(2);
    assertThat(probe).hasOpenedConnections(1).hasServedExchanges(2);
  }
}
