package com.example.shop;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** Makes a RestClient, and with it a pool, for each call. */
@Component
public class ForgetfulOrderClient {

  private final String url;

  ForgetfulOrderClient(@Value("${orders.url}") String url) {
    this.url = url;
  }

  public String order(int id) {
    RestClient http =
        RestClient.builder().baseUrl(url).requestFactory(new JdkClientHttpRequestFactory()).build();
    return http.get().uri("/orders/{id}", id).retrieve().body(String.class);
  }
}
