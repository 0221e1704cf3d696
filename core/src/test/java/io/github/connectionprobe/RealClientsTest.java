package io.github.connectionprobe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.report.TextReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What the diagnosis says of real clients that speak to a real server through a real proxy. */
@Isolated("a client that other tests slow down closes as late as one that expires")
class RealClientsTest {

  private static final byte[] BODY =
      "x".repeat(100).getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private HttpServer server;
  private RecordingProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          int status = exchange.getRequestURI().getPath().equals("/error") ? 500 : 200;
          exchange.sendResponseHeaders(status, BODY.length);
          exchange.getResponseBody().write(BODY);
          exchange.close();
        });
    server.start();
    proxy = RecordingProxy.to(Upstream.parse("localhost:" + server.getAddress().getPort())).start();
  }

  @AfterEach
  void stop() {
    proxy.close();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void okHttpThatPoolsIsHealthy() throws IOException {
    OkHttpClient client = new OkHttpClient();
    for (int i = 0; i < 20; i++) {
      body(client, request("/a"));
    }
    assertHealthy(1);
  }

  @Test
  void okHttpInParallelIsHealthy() throws Exception {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(20, 5, TimeUnit.MINUTES))
            .build();
    inParallel(6, 10, () -> body(client, request("/a")));
    assertHealthy(6);
  }

  @Test
  void okHttpForEachCallIsAnOrphan() throws IOException {
    for (int i = 0; i < 3; i++) {
      body(new OkHttpClient(), request("/a"));
    }
    assertCause(2, Cause.ORPHANED);
    assertCause(3, Cause.ORPHANED);
  }

  @Test
  void okHttpThatLeaksIsAnOrphan() throws IOException {
    OkHttpClient client = new OkHttpClient();
    List<Response> leaked = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      leaked.add(response(client, request("/a")));
      // With a part of the body still to come, the next request is one of two at once.
      awaitCompleted(i);
    }
    assertCause(2, Cause.ORPHANED);
    leaked.forEach(Response::close);
  }

  @Test
  void okHttpWithoutAPoolClosesAfterEachResponse() throws IOException {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
            .build();
    for (int i = 0; i < 3; i++) {
      body(client, request("/a"));
    }
    assertCause(2, Cause.CLIENT_CLOSED_AFTER_RESPONSE);
    assertCause(3, Cause.CLIENT_CLOSED_AFTER_RESPONSE);
  }

  @Test
  void okHttpThatAsksToCloseIsToldSo() throws IOException {
    OkHttpClient client = new OkHttpClient();
    for (int i = 0; i < 3; i++) {
      body(client, request("/a").newBuilder().header("Connection", "close").build());
    }
    assertCause(2, Cause.REQUEST_CLOSE);
    assertCause(3, Cause.REQUEST_CLOSE);
  }

  @Test
  void jdkClientThatPoolsIsHealthy() throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    for (int i = 0; i < 20; i++) {
      body(client);
    }
    assertHealthy(1);
  }

  @Test
  void jdkClientInParallelIsHealthy() throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    inParallel(6, 10, () -> body(client));
    assertHealthy(6);
  }

  @Test
  void jdkClientForEachCallIsAnOrphan() throws Exception {
    HttpClient[] clients = new HttpClient[3];
    for (int i = 0; i < 3; i++) {
      clients[i] = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      body(clients[i]);
    }
    assertCause(2, Cause.ORPHANED);
    assertThat(clients).hasSize(3);
  }

  @Test
  void urlConnectionThatReadsIsHealthy() throws IOException {
    for (int i = 0; i < 20; i++) {
      try (InputStream body = open().getInputStream()) {
        assertThat(body.readAllBytes()).hasSize(BODY.length);
      }
    }
    assertHealthy(1);
  }

  @Test
  void urlConnectionThatDisconnectsUnreadIsBlamed() throws Exception {
    for (int i = 0; i < 3; i++) {
      HttpURLConnection connection = open();
      assertThat(connection.getResponseCode()).isEqualTo(200);
      // With a part of the body still to come, a thread of the JDK's keeps the connection for
      // later.
      awaitCompleted(i + 1);
      connection.disconnect();
    }
    assertThat(Diagnosis.of(proxy.recording()).avoidable())
        .as(TextReport.of(proxy.recording()))
        .hasSize(2)
        .extracting(Explanation::cause)
        .containsAnyOf(Cause.CLIENT_CLOSED_AFTER_RESPONSE, Cause.UNREAD_BODY);
  }

  private void awaitCompleted(int exchanges) {
    proxy.await(recording -> completed(recording) == exchanges, Duration.ofSeconds(20));
  }

  private static long completed(Recording recording) {
    return recording.connections().stream()
        .flatMap(connection -> connection.exchanges().stream())
        .filter(RecordedExchange::complete)
        .count();
  }

  private void assertHealthy(int atMost) {
    Diagnosis diagnosis = Diagnosis.of(proxy.recording());
    assertThat(diagnosis.avoidable()).as(TextReport.of(diagnosis)).isEmpty();
    assertThat(diagnosis.opened()).isBetween(1, atMost);
  }

  private void assertCause(int connection, Cause cause) {
    Diagnosis diagnosis = Diagnosis.of(proxy.recording());
    assertThat(diagnosis.of(connection).map(Explanation::cause))
        .as(TextReport.of(diagnosis))
        .contains(cause);
    assertThat(diagnosis.needed()).isEqualTo(1);
  }

  private void inParallel(int threadCount, int times, Callable<?> call) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(threadCount);
    try {
      for (var result :
          callers.invokeAll(IntStream.range(0, threadCount * times).mapToObj(i -> call).toList())) {
        result.get();
      }
    } finally {
      callers.shutdownNow();
    }
  }

  private Request request(String path) {
    return new Request.Builder().url(proxy.uri() + path).build();
  }

  private static String body(OkHttpClient client, Request request) throws IOException {
    try (Response response = client.newCall(request).execute()) {
      return response.body().string();
    }
  }

  private static Response response(OkHttpClient client, Request request) {
    try {
      return client.newCall(request).execute();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private String body(HttpClient client) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(proxy.uri()).build(), BodyHandlers.ofString()).body();
  }

  private HttpURLConnection open() throws IOException {
    return (HttpURLConnection) URI.create(proxy.uri() + "/a").toURL().openConnection();
  }
}
