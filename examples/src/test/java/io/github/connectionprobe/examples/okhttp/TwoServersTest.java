package io.github.connectionprobe.examples.okhttp;

import io.github.connectionprobe.examples.server.JettyOrders;
import io.github.connectionprobe.examples.server.TomcatOrders;
import io.github.connectionprobe.junit.ConnectionProbe;
import io.github.connectionprobe.junit.Probe;
import java.io.IOException;
import java.net.URI;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Fields tell the probes apart, and each test method gets its own of both. */
class TwoServersTest {

  @AutoClose static final JettyOrders jetty = JettyOrders.start();
  @AutoClose static final TomcatOrders tomcat = TomcatOrders.start();

  @ConnectionProbe(upstreamMethod = "orders")
  Probe orders;

  @ConnectionProbe(upstreamMethod = "archive")
  Probe archive;

  static URI orders() {
    return jetty.uri();
  }

  static URI archive() {
    return tomcat.uri();
  }

  @Test
  void oneClientKeepsOneConnectionToEach() throws IOException {
    OkHttpClient http = new OkHttpClient();
    for (int id = 1; id <= 3; id++) {
      new OrderClient(http, orders.uri()).order(id);
      new OrderClient(http, archive.uri()).order(id);
    }

    orders.assertConnectionsOpened(1);
    archive.assertConnectionsOpened(1);
  }
}
