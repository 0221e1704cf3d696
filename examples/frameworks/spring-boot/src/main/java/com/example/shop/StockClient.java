package com.example.shop;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Calls the server of the stock, with a WebClient. */
@Component
public class StockClient {

  private final WebClient http;

  StockClient(WebClient.Builder http, @Value("${stock.url}") String url) {
    this.http = http.baseUrl(url).build();
  }

  public Mono<String> stock(int item) {
    return http.get().uri("/stock/{item}", item).retrieve().bodyToMono(String.class);
  }
}
