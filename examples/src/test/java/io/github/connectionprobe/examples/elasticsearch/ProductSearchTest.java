package io.github.connectionprobe.examples.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.examples.server.SearchEngine;
import io.github.connectionprobe.junit.ConnectionProbe;
import io.github.connectionprobe.junit.Probe;
import java.io.IOException;
import java.net.URI;
import org.apache.http.HttpHost;
import org.elasticsearch.client.RestClient;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

@ConnectionProbe(upstreamMethod = "search")
class ProductSearchTest {

  @AutoClose static final SearchEngine engine = SearchEngine.start();

  static URI search() {
    return engine.uri();
  }

  @Test
  void indexingAndSearchingShareOneConnection(Probe probe) throws IOException {
    try (RestClient client = RestClient.builder(new HttpHost(probe.host(), probe.port())).build()) {
      ProductSearch products = new ProductSearch(client);

      products.add(1, "coffee");
      assertThat(products.search("coffee")).contains("\"value\":1");
      assertThat(products.search("tea")).contains("\"hits\"");

      assertThat(probe).hasOpenedConnections(1).hasServedExchanges(3).hasOnlyCompleteExchanges();
    }
  }
}
