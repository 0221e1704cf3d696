package com.example.shop;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Asks the server with each request to close the connection. */
@Component
public class ClosingStockClient {

  private final WebClient http;

  ClosingStockClient(WebClient.Builder http, @Value("${stock.url}") String url) {
    this.http = http.baseUrl(url).defaultHeader("Connection", "close").build();
  }

  public Mono<String> stock(int item) {
    return http.get().uri("/stock/{item}", item).retrieve().bodyToMono(String.class);
  }
}
