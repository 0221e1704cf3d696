package com.example;

import io.github.connectionprobe.diagnosis.Responsible;
import io.github.connectionprobe.junit.ConnectionProbe;
import io.github.connectionprobe.junit.Probe;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Not one assertion: each of these tests has to fail for its annotation. */
@ConnectionProbe(upstreamMethod = "orders")
class GuardedLosses {

  @AutoClose static final OrderServer server = new OrderServer();

  static int orders() {
    return server.port();
  }

  @Test
  void connectionCloseHeader(Probe probe) throws IOException {
    OkHttpClient http = new OkHttpClient();
    for (int id = 1; id <= 3; id++) {
      get(http, order(probe.uri(), id).header("Connection", "close"));
    }
  }

  @Test
  void newClientPerCall(Probe probe) throws IOException {
    for (int id = 1; id <= 3; id++) {
      get(new OkHttpClient(), order(probe.uri(), id));
    }
  }

  @Test
  void unreadBody(Probe probe) throws IOException {
    OkHttpClient http = new OkHttpClient();
    for (int id = 1; id <= 3; id++) {
      http.newCall(order(probe.uri(), id).build()).execute();
    }
  }

  @Test
  void poolOfNone(Probe probe) throws IOException {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.MINUTES))
            .build();
    for (int id = 1; id <= 3; id++) {
      get(http, order(probe.uri(), id));
    }
  }

  @Test
  @ConnectionProbe(
      name = "closing",
      upstreamMethod = "orders",
      failOn = Responsible.SERVER)
  void serverThatCloses(@ConnectionProbe(name = "closing") Probe probe) throws IOException {
    OkHttpClient http = new OkHttpClient();
    for (int id = 1; id <= 3; id++) {
      get(http, order(probe.uri(), id).header("Please-Close", "yes"));
    }
  }

  @Test
  void roundTheProbe(Probe probe) throws IOException {
    get(new OkHttpClient(), order(URI.create("http://localhost:" + server.port()), 1));
  }

  private static Request.Builder order(URI service, int id) {
    return new Request.Builder().url(service + "/orders/" + id);
  }

  private static void get(OkHttpClient http, Request.Builder request) throws IOException {
    http.newCall(request.build()).execute().close();
  }
}
