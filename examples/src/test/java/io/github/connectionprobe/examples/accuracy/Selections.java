package io.github.connectionprobe.examples.accuracy;

import static io.github.connectionprobe.diagnosis.Cause.*;
import static io.github.connectionprobe.examples.accuracy.ClientKind.*;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.util.EntityUtils;

/** Connections opened although an idle one stood by, or without being of use to anybody. */
final class Selections {

  private final List<Scenario> rows = new ArrayList<>();

  static List<Scenario> all() {
    Selections selections = new Selections();
    selections.routes();
    selections.poolKeys();
    selections.evictions();
    selections.cancellations();
    selections.byHand();
    return selections.rows;
  }

  private void routes() {
    // The JDK's HttpClient compares addresses, so it has one connection for both names.
    for (ClientKind client :
        EnumSet.complementOf(
            EnumSet.of(SOCKET, JDK_HTTP_CLIENT, JDK_HTTP_CLIENT_ASYNC, REST_CLIENT))) {
      rows.add(
          Scenario.of("two-host-names", client, ServerKind.JETTY)
              .loses(DIFFERENT_ROUTE)
              .quickIf(client == OKHTTP_5)
              .plays(
                  stage -> {
                    String other = "http://127.0.0.1:" + stage.proxy().port();
                    for (int i = 0; i < 2; i++) {
                      stage.get("/ok");
                      stage.pause(100);
                      stage.client().send(Call.get(other + "/ok"));
                      stage.pause(100);
                    }
                  }));
    }
  }

  private void poolKeys() {
    rows.add(
        Scenario.of("proxy-selector-per-call", OKHTTP_5, ServerKind.JETTY)
            .loses(POOL_KEY_DIFFERS)
            .looksLike(ORPHANED, LEAKED_RESPONSE)
            .plays(
                stage -> {
                  OkHttpClient shared = new OkHttpClient();
                  stage.closeLater(() -> shared.connectionPool().evictAll());
                  for (int i = 0; i < 5; i++) {
                    call(
                        shared.newBuilder().proxySelector(new NoProxy()).build(), stage.url("/ok"));
                  }
                }));
    rows.add(
        Scenario.of("dns-per-call", OKHTTP_5, ServerKind.UNDERTOW)
            .loses(POOL_KEY_DIFFERS)
            .looksLike(ORPHANED, LEAKED_RESPONSE)
            .plays(
                stage -> {
                  OkHttpClient shared = new OkHttpClient();
                  stage.closeLater(() -> shared.connectionPool().evictAll());
                  for (int i = 0; i < 5; i++) {
                    int number = i;
                    okhttp3.Dns dns =
                        host -> number < 0 ? List.of() : okhttp3.Dns.SYSTEM.lookup(host);
                    call(shared.newBuilder().dns(dns).build(), stage.url("/ok"));
                  }
                }));
    rows.add(
        Scenario.of("user-token-per-call", APACHE_4, ServerKind.JETTY)
            .loses(POOL_KEY_DIFFERS)
            .looksLike(ORPHANED, LEAKED_RESPONSE)
            .plays(
                stage -> {
                  CloseableHttpClient client =
                      stage.closeLater(HttpClients.custom().setMaxConnPerRoute(20).build());
                  for (int i = 0; i < 5; i++) {
                    HttpClientContext context = HttpClientContext.create();
                    context.setUserToken("user " + i);
                    get(client, stage.url("/ok"), context);
                  }
                }));
  }

  private void evictions() {
    rows.add(
        Scenario.of("pool-full-of-other-users", APACHE_4, ServerKind.JETTY)
            .loses(POOL_FULL_EVICTION, POOL_KEY_DIFFERS)
            .looksLike(CLIENT_IDLE_EXPIRY, ORPHANED)
            .plays(
                stage -> {
                  CloseableHttpClient client =
                      stage.closeLater(HttpClients.custom().setMaxConnPerRoute(2).build());
                  for (int i = 0; i < 8; i++) {
                    HttpClientContext context = HttpClientContext.create();
                    context.setUserToken("user " + i % 4);
                    get(client, stage.url("/ok"), context);
                    stage.pause(350);
                  }
                }));
    rows.add(
        Scenario.of("pool-full-of-other-routes", APACHE_4, ServerKind.JETTY)
            .loses(POOL_FULL_EVICTION, DIFFERENT_ROUTE)
            .looksLike(CLIENT_IDLE_EXPIRY)
            .plays(
                stage -> {
                  CloseableHttpClient client =
                      stage.closeLater(HttpClients.custom().setMaxConnTotal(1).build());
                  String other = "http://127.0.0.1:" + stage.proxy().port();
                  for (int i = 0; i < 3; i++) {
                    get(client, stage.url("/ok"), HttpClientContext.create());
                    stage.pause(350);
                    get(client, other + "/ok", HttpClientContext.create());
                    stage.pause(350);
                  }
                }));
  }

  private void cancellations() {
    for (int i = 0; i < 2; i++) {
      boolean late = i == 1;
      rows.add(
          Scenario.of(late ? "cancelled-inside" : "cancelled-before", OKHTTP_5, ServerKind.JETTY)
              .loses(late ? CLIENT_ABORTED_RESPONSE : CLIENT_GAVE_UP)
              .looksLike(UNREAD_BODY)
              .plays(
                  stage -> {
                    OkHttpClient client = new OkHttpClient();
                    stage.closeLater(() -> client.connectionPool().evictAll());
                    call(client, stage.url("/ok"));
                    okhttp3.Call call =
                        client.newCall(
                            new Request.Builder()
                                .url(stage.url(late ? "/big/60000000" : "/slow/5000"))
                                .build());
                    if (late) {
                      Response response = call.execute();
                      response.body().source().require(10);
                    } else {
                      call.enqueue(new Ignoring());
                      stage.await(r -> r.exchangeCount() == 2);
                      stage.pause(50);
                    }
                    call.cancel();
                    stage.awaitClientEnds(1);
                    call(client, stage.url("/ok"));
                  }));
    }
  }

  private void byHand() {
    rows.add(
        Scenario.of("http-1.0-request", SOCKET, ServerKind.JETTY)
            .loses(REQUEST_CLOSE)
            .plays(
                stage -> {
                  for (int i = 0; i < 3; i++) {
                    RawClient.once(stage, "GET /ok HTTP/1.0\r\nHost: localhost\r\n\r\n");
                  }
                }));
    rows.add(
        Scenario.of("close-among-other-tokens", SOCKET, ServerKind.JETTY)
            .loses(REQUEST_CLOSE)
            .plays(
                stage -> {
                  for (int i = 0; i < 3; i++) {
                    RawClient.once(
                        stage,
                        "GET /ok HTTP/1.1\r\nHost: localhost\r\nConnection: TE, Close\r\nTE: x\r\n\r\n");
                  }
                }));
    rows.add(
        Scenario.of("closes-inside-response", SOCKET, ServerKind.JETTY)
            .loses(CLIENT_ABORTED_RESPONSE)
            .looksLike(UNREAD_BODY)
            .plays(
                stage -> {
                  for (int i = 0; i < 3; i++) {
                    try (RawClient client = new RawClient(stage)) {
                      client.write("GET /big/30000000 HTTP/1.1\r\nHost: localhost\r\n\r\n");
                      client.read(100);
                    }
                    stage.awaitClientEnds(i + 1);
                  }
                }));
    rows.add(
        Scenario.of("connected-in-vain", OKHTTP_5, ServerKind.JETTY)
            .loses(UNUSED_CONNECTION)
            .plays(
                stage -> {
                  try (Socket vain = new Socket("127.0.0.1", stage.proxy().port())) {
                    stage.await(r -> vain.isConnected() && r.opened() == 1);
                  }
                  stage.awaitClientEnds(1);
                  stage.get("/ok", 3);
                }));
    rows.add(
        Scenario.of("connection-kept-in-vain", JDK_HTTP_CLIENT, ServerKind.JETTY)
            .loses(UNUSED_CONNECTION)
            .plays(
                stage -> {
                  stage.closeLater(new Socket("127.0.0.1", stage.proxy().port()));
                  stage.await(r -> r.opened() == 1);
                  stage.get("/ok", 3);
                }));
    rows.add(
        Scenario.of("upgraded", OKHTTP_5, Selections::upgrade)
            .loses(UPGRADED)
            .plays(
                stage -> {
                  RawClient socket = stage.closeLater(new RawClient(stage));
                  socket.write(
                      "GET /chat HTTP/1.1\r\nHost: localhost:"
                          + stage.proxy().port()
                          + "\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n");
                  socket.readHead();
                  stage.pause(100);
                  stage.get("/ok", 3);
                }));
    rows.add(
        Scenario.of("tunnelled", OKHTTP_5, Selections::upgrade)
            .loses(UPGRADED)
            .plays(
                stage -> {
                  RawClient socket = stage.closeLater(new RawClient(stage));
                  socket.write("CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n");
                  socket.readHead();
                  stage.pause(100);
                  stage.get("/ok", 3);
                }));
  }

  private static void upgrade(ScriptedServer.Peer peer) throws Exception {
    String line = peer.request();
    if (line.contains("/chat")) {
      peer.write(
          "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n");
      peer.awaitEnd();
    } else if (line.startsWith("CONNECT")) {
      peer.write("HTTP/1.1 200 Connection established\r\n\r\n");
      peer.awaitEnd();
    } else {
      peer.write(ScriptedServer.OK);
      peer.serve();
    }
  }

  private static void call(OkHttpClient client, String url) throws IOException {
    try (Response response = client.newCall(new Request.Builder().url(url).build()).execute()) {
      response.body().bytes();
    }
  }

  private static void get(CloseableHttpClient client, String url, HttpClientContext context)
      throws IOException {
    try (var response = client.execute(new org.apache.http.client.methods.HttpGet(url), context)) {
      EntityUtils.consume(response.getEntity());
    }
  }

  /** Equal to nothing but itself, as is every proxy selector without an equals(). */
  private static final class NoProxy extends ProxySelector {

    @Override
    public List<Proxy> select(URI uri) {
      return List.of(Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException why) {
      throw new IllegalStateException(why);
    }
  }

  private static final class Ignoring implements okhttp3.Callback {

    @Override
    public void onFailure(okhttp3.Call call, IOException why) {
      // It is cancelled on purpose.
    }

    @Override
    public void onResponse(okhttp3.Call call, Response response) {
      response.close();
    }
  }
}
