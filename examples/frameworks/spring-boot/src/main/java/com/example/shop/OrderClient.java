package com.example.shop;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** Calls the server of the orders, with a RestClient. */
@Component
public class OrderClient {

  private final RestClient http;

  OrderClient(RestClient.Builder http, @Value("${orders.url}") String url) {
    this.http = http.baseUrl(url).build();
  }

  public String order(int id) {
    return http.get().uri("/orders/{id}", id).retrieve().body(String.class);
  }
}
