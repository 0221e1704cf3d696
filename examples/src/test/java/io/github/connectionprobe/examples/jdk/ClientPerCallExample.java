package io.github.connectionprobe.examples.jdk;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.examples.LosesKeepAlive;
import io.github.connectionprobe.examples.server.TomcatOrders;
import io.github.connectionprobe.junit.ConnectionProbe;
import io.github.connectionprobe.junit.Probe;
import java.net.URI;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Each client keeps its connection alive, for a second request that never comes. */
@LosesKeepAlive(Cause.NEW_CLIENT_PER_CALL)
@ConnectionProbe(upstreamMethod = "orders")
class ClientPerCallExample {

  @AutoClose static final TomcatOrders tomcat = TomcatOrders.start();

  static URI orders() {
    return tomcat.uri();
  }

  @Test
  void reusesOneConnection(Probe probe) throws Exception {
    ClientPerCallOrderClient client = new ClientPerCallOrderClient(probe.uri());

    client.order(1);
    client.order(2);
    client.order(3);

    probe.assertConnectionsOpened(1);
  }
}
