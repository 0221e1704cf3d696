package consumer;

import static io.github.connectionprobe.assertj.ConnectionProbeAssertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.connectionprobe.junit.ConnectionProbe;
import io.github.connectionprobe.junit.ConnectionProbeExtension;
import io.github.connectionprobe.junit.ExpectConnections;
import io.github.connectionprobe.junit.Probe;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One test of every kind; those whose names begin with "loses" have to fail. */
class Probed {

  private static HttpServer server;

  @RegisterExtension
  static final ConnectionProbeExtension twin =
      ConnectionProbeExtension.to(() -> server()).name("twin").build();

  @ConnectionProbe(upstreamMethod = "server")
  Probe field;

  @BeforeAll
  static void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write(new byte[] {'o', 'k'});
          exchange.close();
        });
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  static URI server() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  @Test
  void keepsOneConnection(@ConnectionProbe(upstreamMethod = "server") Probe probe) throws Exception {
    call(probe.uri(), false);
    call(probe.uri(), false);
    call(field.uri(), false);
    call(twin.uri(), false);
    probe.assertConnectionsOpened(1);
    assertThat(probe).hasOpenedConnections(1).hasServedExchanges(2).hasNoResets();
    assertThat(field).within(Duration.ofSeconds(5)).hasServedExchanges(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  @ExpectConnections(probe = "field", exactly = 1)
  void keepsItWhenParameterized(int number) throws Exception {
    call(field.uri(), false);
    call(field.uri(), false);
    call(twin.uri(), false);
  }

  @Nested
  class Inner {
    @Test
    void keepsItWhenNested() throws Exception {
      call(field.uri(), false);
      call(twin.uri(), false);
    }
  }

  @Test
  void losesItToAHeader() throws Exception {
    call(field.uri(), true);
    call(field.uri(), false);
    call(twin.uri(), false);
  }

  private static void call(URI uri, boolean close) throws Exception {
    HttpURLConnection connection = (HttpURLConnection) uri.resolve("/orders").toURL().openConnection();
    if (close) {
      connection.setRequestProperty("Connection", "close");
    }
    try (InputStream body = connection.getInputStream()) {
      body.readAllBytes();
    }
  }
}
