package com.example.servers;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.connectionprobe.junit.ConnectionProbeExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WireMockUpstreamTest {

  @RegisterExtension
  static final WireMockExtension wiremock =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  @RegisterExtension
  static final ConnectionProbeExtension orders =
      ConnectionProbeExtension.to(() -> wiremock.baseUrl()).build();

  @Test
  void reusesOneConnection() throws Exception {
    wiremock.stubFor(get(urlPathMatching("/orders/.*")).willReturn(ok("an order")));
    OrderClient client = new OrderClient(orders.uri());
    client.order(1);
    client.order(2);
    assertThat(orders).hasOpenedConnections(1).hasServedExchanges(2);
  }
}
