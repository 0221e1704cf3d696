package com.example.gateway;

import io.micronaut.http.annotation.Get;
import io.micronaut.http.client.annotation.Client;

/** Calls the server of the orders. Micronaut writes the code. */
@Client("${orders.url}")
public interface OrderClient {

  @Get(value = "/orders/{id}", consumes = "text/plain")
  String order(int id);
}
