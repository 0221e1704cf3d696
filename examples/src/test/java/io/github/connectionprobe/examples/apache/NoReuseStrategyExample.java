package io.github.connectionprobe.examples.apache;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.examples.LosesKeepAlive;
import io.github.connectionprobe.examples.server.JettyOrders;
import io.github.connectionprobe.junit.ConnectionProbe;
import io.github.connectionprobe.junit.Probe;
import java.io.IOException;
import java.net.URI;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * A widespread answer to {@code NoHttpResponseException} on a stale connection: keep none. Where
 * connections go stale, {@code ConnectionConfig.setTimeToLive} or {@code
 * setValidateAfterInactivity} would have done.
 */
@LosesKeepAlive(Cause.REUSE_DISABLED)
@ConnectionProbe(upstreamMethod = "orders")
class NoReuseStrategyExample {

  @AutoClose static final JettyOrders jetty = JettyOrders.start();

  static URI orders() {
    return jetty.uri();
  }

  @Test
  void reusesOneConnection(Probe probe) throws IOException {
    try (CloseableHttpClient http =
        HttpClients.custom()
            .setConnectionReuseStrategy((request, response, context) -> false)
            .build()) {
      OrderClient client = new OrderClient(http, probe.uri());

      client.order(1);
      client.order(2);

      probe.assertConnectionsOpened(1);
    }
  }
}
