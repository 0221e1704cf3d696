package io.github.connectionprobe.examples.elasticsearch;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.examples.LosesKeepAlive;
import io.github.connectionprobe.examples.server.SearchEngine;
import io.github.connectionprobe.junit.ConnectionProbe;
import io.github.connectionprobe.junit.Probe;
import java.io.IOException;
import java.net.URI;
import org.apache.http.HttpHost;
import org.elasticsearch.client.RestClient;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A tidy {@code try} around each search closes the client, and the connection with it. */
@LosesKeepAlive(Cause.NEW_CLIENT_PER_CALL)
@ConnectionProbe(upstreamMethod = "search")
class ClientPerSearchExample {

  @AutoClose static final SearchEngine engine = SearchEngine.start();

  static URI search() {
    return engine.uri();
  }

  @Test
  void searchesShareOneConnection(Probe probe) throws IOException {
    for (String name : new String[] {"coffee", "tea"}) {
      try (RestClient client =
          RestClient.builder(new HttpHost(probe.host(), probe.port())).build()) {
        new ProductSearch(client).search(name);
      }
    }

    probe.assertConnectionsOpened(1);
  }
}
