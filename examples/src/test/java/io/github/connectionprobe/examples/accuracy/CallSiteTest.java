package io.github.connectionprobe.examples.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.connectionprobe.jvm.CallSites;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.RecordedConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every connection of a blocking client is traced to the code that called the client. */
@Isolated("what other tests do at the same time would be call sites, too")
class CallSiteTest {

  private static final int CALLS = 21;

  @ParameterizedTest
  @EnumSource(
      value = ClientKind.class,
      names = {
        "HTTP_URL_CONNECTION",
        "JDK_HTTP_CLIENT",
        "OKHTTP_5",
        "OKHTTP_4",
        "APACHE_4",
        "APACHE_5",
        "REST_TEMPLATE",
        "REST_TEMPLATE_APACHE",
        "REST_CLIENT",
        "FEIGN",
        "AWS_URL_CONNECTION",
        "AWS_APACHE",
        "ASYNC_HTTP_CLIENT"
      })
  void theCallerIsFoundTwentyTimesOutOfTwenty(ClientKind kind) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Connection", "close");
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write(new byte[2]);
          exchange.close();
        });
    server.start();
    try (RecordingProxy proxy =
            RecordingProxy.to(Upstream.of(server.getAddress()))
                .callSites(CallSites::current)
                .start();
        TestClient client = kind.open(ClientSettings.DEFAULT)) {
      for (int i = 0; i < CALLS; i++) {
        client.send(Call.get(proxy.uri() + "/"));
      }
      List<RecordedConnection> connections = proxy.recording().connections();
      assertThat(connections).hasSize(CALLS);
      assertThat(connections.subList(1, CALLS))
          .allSatisfy(
              connection ->
                  assertThat(connection.openedFrom())
                      .hasValueSatisfying(
                          frame ->
                              assertThat(frame.getClassName())
                                  .startsWith(CallSiteTest.class.getPackageName())
                                  .contains("TestClient")));
    } finally {
      server.stop(0);
    }
  }
}
