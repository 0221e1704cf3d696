package io.github.connectionprobe.examples.okhttp;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.examples.LosesKeepAlive;
import io.github.connectionprobe.examples.server.JettyOrders;
import io.github.connectionprobe.junit.ConnectionProbe;
import io.github.connectionprobe.junit.Probe;
import java.io.IOException;
import java.net.URI;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * An interceptor that once cured an {@code unexpected end of stream}, and has cost a handshake for
 * every request since.
 */
@LosesKeepAlive(Cause.REQUEST_CLOSE)
@ConnectionProbe(upstreamMethod = "orders")
class ConnectionCloseHeaderExample {

  @AutoClose static final JettyOrders jetty = JettyOrders.start();

  static URI orders() {
    return jetty.uri();
  }

  @Test
  void reusesOneConnection(Probe probe) throws IOException {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  Request request = chain.request();
                  return chain.proceed(request.newBuilder().header("Connection", "close").build());
                })
            .build();
    OrderClient client = new OrderClient(http, probe.uri());

    client.order(1);
    client.order(2);

    probe.assertConnectionsOpened(1);
  }
}
