package io.github.connectionprobe.examples.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Upgrade;
import io.github.connectionprobe.report.TextReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocketListener;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ConnectHandler;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A WebSocket or a tunnel ends HTTP on its connection, and that is no loss. */
@Timeout(60)
class WebSocketTest {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final MockWebServer server = new MockWebServer();
  private RecordingProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server.start(InetAddress.getLoopbackAddress(), 0);
    proxy = RecordingProxy.to(Upstream.of("127.0.0.1", server.getPort())).start();
  }

  @AfterEach
  void stop() {
    proxy.close();
    server.close();
    threads.shutdownNow();
  }

  private URI uri(String scheme, String path) {
    return URI.create(scheme + "://localhost:" + proxy.port() + path);
  }

  private void answerWithEcho() {
    server.enqueue(
        new MockResponse.Builder()
            .webSocketUpgrade(
                new WebSocketListener() {
                  @Override
                  public void onMessage(okhttp3.WebSocket socket, String text) {
                    socket.send(text);
                  }

                  @Override
                  public void onClosing(okhttp3.WebSocket socket, int code, String reason) {
                    socket.close(code, reason);
                  }
                })
            .build());
  }

  private void answer(int times) {
    for (int i = 0; i < times; i++) {
      server.enqueue(new MockResponse.Builder().code(200).body("hello").build());
    }
  }

  @Test
  void okHttpsWebSocketOnAConnectionOfItsOwnIsNoLoss() throws Exception {
    answer(1);
    answerWithEcho();
    answer(3);
    OkHttpClient client = new OkHttpClient();
    get(client, "/before");
    CompletableFuture<String> echoed = new CompletableFuture<>();
    okhttp3.WebSocket socket =
        client.newWebSocket(
            new Request.Builder().url(uri("http", "/socket").toString()).build(),
            new WebSocketListener() {
              @Override
              public void onMessage(okhttp3.WebSocket from, String text) {
                echoed.complete(text);
              }

              @Override
              public void onFailure(
                  okhttp3.WebSocket from, Throwable thrown, @Nullable Response response) {
                echoed.completeExceptionally(thrown);
              }
            });
    socket.send("hello");
    assertThat(echoed).succeedsWithin(DEADLINE).isEqualTo("hello");
    get(client, "/meanwhile");
    socket.close(1000, null);
    proxy.await(recording -> recording.stillOpen() == 1, DEADLINE);
    get(client, "/after");
    client.dispatcher().executorService().shutdown();

    Recording recording = proxy.recording();
    Diagnosis diagnosis = Diagnosis.of(recording);
    assertThat(recording.connection(2).upgrade().map(Upgrade::protocol)).contains("websocket");
    assertThat(recording.connection(2).exchangeCount()).isOne();
    assertThat(recording.connection(1).exchangeCount()).isEqualTo(3);
    assertThat(recording.opened()).as(TextReport.of(diagnosis)).isEqualTo(2);
    assertThat(diagnosis.avoidable()).as(TextReport.of(diagnosis)).isEmpty();
  }

  private void get(OkHttpClient client, String path) throws IOException {
    Request request = new Request.Builder().url(uri("http", path).toString()).build();
    try (Response response = client.newCall(request).execute()) {
      response.body().bytes();
    }
  }

  @Test
  void theJdksRequestsBesideItsWebSocketNeedOneMoreConnection() throws Exception {
    answerWithEcho();
    answer(2);
    HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
    WebSocket socket = echoed(client, uri("ws", "/socket"));
    for (int i = 0; i < 2; i++) {
      client.send(HttpRequest.newBuilder(uri("http", "/" + i)).build(), BodyHandlers.ofString());
    }
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(20, TimeUnit.SECONDS);

    Recording recording = proxy.recording();
    Diagnosis diagnosis = Diagnosis.of(recording);
    RecordedConnection first = recording.connection(1);
    assertThat(first.upgrade().map(Upgrade::protocol)).contains("websocket");
    assertThat(first.exchangeCount()).as("requests up to the upgrade").isOne();
    assertThat(first.observerRetired()).isEmpty();
    assertThat(recording.opened()).as(TextReport.of(diagnosis)).isEqualTo(2);
    assertThat(diagnosis.avoidable()).as(TextReport.of(diagnosis)).isEmpty();
    assertThat(diagnosis.explanations())
        .extracting(Explanation::cause)
        .containsExactly(Cause.UPGRADED);
  }

  /** Opens a WebSocket, and has a word sent back. */
  private static WebSocket echoed(HttpClient client, URI uri) throws Exception {
    CompletableFuture<String> echoed = new CompletableFuture<>();
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          @Override
          public @Nullable CompletionStage<?> onText(
              WebSocket from, CharSequence text, boolean last) {
            echoed.complete(text.toString());
            return null;
          }
        };
    WebSocket socket =
        client.newWebSocketBuilder().buildAsync(uri, listener).get(20, TimeUnit.SECONDS);
    socket.sendText("hello", true).get(20, TimeUnit.SECONDS);
    assertThat(echoed).succeedsWithin(DEADLINE).isEqualTo("hello");
    return socket;
  }

  @Test
  void aTunnelThroughAnHttpProxyIsNoLoss() throws Exception {
    answerWithEcho();
    answerWithEcho();
    Server throughProxy = new Server();
    ServerConnector connector = new ServerConnector(throughProxy);
    connector.setHost("127.0.0.1");
    throughProxy.addConnector(connector);
    throughProxy.setHandler(new ConnectHandler());
    LifeCycle.start(throughProxy);
    try (RecordingProxy watched =
        RecordingProxy.to(Upstream.of("127.0.0.1", connector.getLocalPort())).start()) {
      InetSocketAddress address = new InetSocketAddress("127.0.0.1", watched.port());
      HttpClient client =
          HttpClient.newBuilder().executor(threads).proxy(ProxySelector.of(address)).build();
      echoed(client, URI.create("ws://localhost:" + server.getPort() + "/a"));
      echoed(client, URI.create("ws://localhost:" + server.getPort() + "/b"));
      Diagnosis diagnosis = Diagnosis.of(watched.recording());

      assertThat(watched.recording().opened()).isEqualTo(2);
      assertThat(watched.recording().connections())
          .allSatisfy(it -> assertThat(it.upgrade().map(Upgrade::protocol)).contains("tunnel"));
      assertThat(diagnosis.avoidable()).as(TextReport.of(diagnosis)).isEmpty();
    } finally {
      LifeCycle.stop(throughProxy);
    }
  }
}
