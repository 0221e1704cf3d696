package io.github.connectionprobe.examples.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.junit.ConnectionProbeExtension;
import io.github.connectionprobe.proxy.Destinations;
import io.github.connectionprobe.proxy.Upstream;
import java.io.IOException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The example of docs/forward.md. */
class CheckoutTest {

  private final Authority authority = new Authority();

  @AutoClose
  private final CountingServer server = CountingServer.https(authority.server("api.example"));

  @RegisterExtension
  final ConnectionProbeExtension probe =
      ConnectionProbeExtension.forward(
              Destinations.loopback().map("api.example:443", Upstream.from(() -> server.port())))
          .build();

  CheckoutTest() throws IOException {}

  @Test
  void reusesItsConnections() throws IOException {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .sslSocketFactory(authority.client().getSocketFactory(), authority.trustManager())
            .proxy(probe.proxy())
            .build();

    for (String step : new String[] {"basket", "payment", "receipt"}) {
      Request request = new Request.Builder().url("https://api.example/" + step).build();
      try (Response response = client.newCall(request).execute()) {
        assertThat(response.body().string()).isEqualTo("Hello");
      }
    }

    probe.assertConnectionsOpened(1);
    assertThat(server.connections()).isEqualTo(1);
  }
}
