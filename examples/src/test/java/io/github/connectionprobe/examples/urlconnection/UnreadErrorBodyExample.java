package io.github.connectionprobe.examples.urlconnection;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.examples.LosesKeepAlive;
import io.github.connectionprobe.examples.server.TomcatOrders;
import io.github.connectionprobe.junit.ConnectionProbe;
import io.github.connectionprobe.junit.Probe;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Nobody reads the body of a 404, so its connection is neither used again nor closed. */
@LosesKeepAlive(Cause.LEAKED_RESPONSE)
@ConnectionProbe(upstreamMethod = "orders")
class UnreadErrorBodyExample {

  @AutoClose static final TomcatOrders tomcat = TomcatOrders.start();

  static URI orders() {
    return tomcat.uri();
  }

  @Test
  void missingOrdersDoNotCostAConnection(Probe probe) throws IOException {
    ForgetfulOrderClient client = new ForgetfulOrderClient(probe.uri());

    client.order(1000);
    client.order(1001);

    probe.assertConnectionsOpened(1);
  }
}
