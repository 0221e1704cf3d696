package io.github.connectionprobe.jvm;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.RecordedConnection;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The code that opened a connection is found while a blocking client waits for its response. */
@Isolated("call sites of tests running beside it would be candidates too")
class CallSitesTest {

  private static final int CALLS = 21;

  private HttpServer server;
  private RecordingProxy proxy;

  private interface Call {
    void to(URI uri) throws Exception;
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write(new byte[2]);
          exchange.close();
        });
    server.start();
    proxy =
        RecordingProxy.to(Upstream.of(server.getAddress())).callSites(CallSites::current).start();
  }

  @AfterEach
  void stop() {
    proxy.close();
    server.stop(0);
  }

  @Test
  void anHttpUrlConnectionIsTracedToTheLineThatUsesIt() throws Exception {
    assertEveryCallIsTraced(CallSitesTest::callWithHttpUrlConnection, "callWithHttpUrlConnection");
  }

  @Test
  void aJdkHttpClientIsTracedToTheLineThatUsesIt() throws Exception {
    assertEveryCallIsTraced(CallSitesTest::callWithHttpClient, "callWithHttpClient");
  }

  @Test
  void okHttpIsTracedToTheLineThatUsesItAndNotToAnInterceptor() throws Exception {
    assertEveryCallIsTraced(CallSitesTest::callWithOkHttp, "callWithOkHttp");
  }

  /** Between two calls on its socket a thread is in no socket: then nothing is said. */
  @Test
  void aPlainSocketIsTracedToTheLineThatUsesItOrNotAtAll() throws Exception {
    for (int i = 0; i < CALLS; i++) {
      callWithSocket(proxy.uri());
    }
    assertThat(proxy.recording().connections())
        .hasSize(CALLS)
        .flatExtracting(connection -> connection.openedFrom().stream().toList())
        .extracting(StackTraceElement::getMethodName)
        .isNotEmpty()
        .containsOnly("callWithSocket");
  }

  @Test
  void whileAllConnectionsAreBusyNobodyIsAsked() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        RecordingProxy quiet =
            RecordingProxy.to(Upstream.of("localhost", silent.getLocalPort()))
                .callSites(
                    () -> {
                      asked.incrementAndGet();
                      return Optional.empty();
                    })
                .start();
        Socket first = sendRequest(quiet);
        Socket second = sendRequest(quiet)) {
      assertThat(List.of(first, second)).allMatch(Socket::isConnected);
      assertThat(quiet.recording().peakExchangesInFlight()).isEqualTo(2);
      assertThat(asked).hasValue(0);
    }
  }

  /** Returns once the probe has the request, which is never answered. */
  private static Socket sendRequest(RecordingProxy proxy) throws IOException {
    long before = proxy.recording().exchangeCount();
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
    proxy.await(recording -> recording.exchangeCount() > before, Duration.ofSeconds(10));
    return socket;
  }

  @Test
  void aGeneratedProxyIsNoCallSite() {
    StackTraceElement[] stack = {
      new StackTraceElement("okhttp3.RealCall", "execute", "RealCall.kt", 1),
      new StackTraceElement("a.$Proxy18", "send", null, -1),
      new StackTraceElement("a.Client$$SpringCGLIB$$0", "send", "<generated>", -1),
      new StackTraceElement("a.One", "call", "One.java", 1)
    };
    assertThat(CallSites.in(Map.of(new Thread(), stack), Thread.currentThread()))
        .contains(stack[3]);
  }

  @Test
  void aFrameworkAroundAClientIsNoCallSite() {
    StackTraceElement[] stack = {
      frame("reactor.core.publisher.Flux", "blockLast"),
      frame("io.micronaut.http.client.interceptor.HttpClientIntroductionAdvice", "intercept"),
      frame("io.micronaut.aop.chain.MethodInterceptorChain", "proceed"),
      frame("a.One", "call")
    };
    assertThat(CallSites.in(Map.of(new Thread(), stack), Thread.currentThread()))
        .contains(stack[3]);
  }

  private static StackTraceElement frame(String type, String method) {
    return new StackTraceElement(type, method, "Some.java", 1);
  }

  @Test
  void threadsThatDisagreeGiveNoCallSite() {
    StackTraceElement library = new StackTraceElement("okhttp3.RealCall", "execute", null, 1);
    StackTraceElement[] one = {library, new StackTraceElement("a.One", "call", "One.java", 1)};
    StackTraceElement[] two = {library, new StackTraceElement("a.Two", "call", "Two.java", 2)};
    Thread ignored = Thread.currentThread();
    assertThat(CallSites.in(Map.of(new Thread(), one, new Thread(), two), ignored)).isEmpty();
    assertThat(CallSites.in(Map.of(new Thread(), one, new Thread(), one), ignored))
        .contains(one[1]);
  }

  private void assertEveryCallIsTraced(Call call, String method) throws Exception {
    for (int i = 0; i < CALLS; i++) {
      call.to(proxy.uri());
    }
    List<RecordedConnection> connections = proxy.recording().connections();
    assertThat(connections).hasSize(CALLS);
    assertThat(connections.get(0).openedFrom()).isEmpty();
    assertThat(connections.subList(1, CALLS))
        .allSatisfy(
            connection ->
                assertThat(connection.openedFrom())
                    .hasValueSatisfying(
                        frame -> {
                          assertThat(frame.getClassName()).isEqualTo(CallSitesTest.class.getName());
                          assertThat(frame.getMethodName()).isEqualTo(method);
                        }));
  }

  private static void callWithHttpUrlConnection(URI uri) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestProperty("Connection", "close");
    connection.getInputStream().readAllBytes();
  }

  private static void callWithHttpClient(URI uri) throws Exception {
    HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private static void callWithOkHttp(URI uri) throws IOException {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain ->
                    chain.proceed(
                        chain.request().newBuilder().header("Connection", "close").build()))
            .build();
    try (Response response =
        client.newCall(new Request.Builder().url(uri.toString()).build()).execute()) {
      response.body().bytes();
    }
  }

  private static void callWithSocket(URI uri) throws IOException {
    try (Socket socket = new Socket("localhost", uri.getPort())) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
      assertThat(socket.getInputStream().read()).isPositive();
    }
  }
}
