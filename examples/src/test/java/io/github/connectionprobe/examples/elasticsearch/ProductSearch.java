package io.github.connectionprobe.examples.elasticsearch;

import java.io.IOException;
import org.apache.http.util.EntityUtils;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;

/** Keeps products in Elasticsearch, through its low-level REST client. */
final class ProductSearch {

  private final RestClient elasticsearch;

  ProductSearch(RestClient elasticsearch) {
    this.elasticsearch = elasticsearch;
  }

  void add(int id, String name) throws IOException {
    send("PUT", "/products/_doc/" + id, "{\"name\":\"" + name + "\"}");
  }

  String search(String name) throws IOException {
    return send("POST", "/products/_search", "{\"query\":{\"match\":{\"name\":\"" + name + "\"}}}");
  }

  private String send(String method, String endpoint, String json) throws IOException {
    Request request = new Request(method, endpoint);
    request.setJsonEntity(json);
    return EntityUtils.toString(elasticsearch.performRequest(request).getEntity());
  }
}
