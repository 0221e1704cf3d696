package io.github.connectionprobe.examples.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.report.TextReport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a probe sees of clients that speak HTTP/2 to Jetty, beside what Jetty sees of them. */
class Http2ClientsTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private static RecordingProxy before(Http2Server server) {
    return RecordingProxy.to(Upstream.of("127.0.0.1", server.port())).start();
  }

  private static URI uri(RecordingProxy proxy, String path) {
    return URI.create("http://localhost:" + proxy.port() + path);
  }

  private List<Future<Integer>> atOnce(Http2Client client, int count, URI uri) {
    List<Future<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      answers.add(threads.submit(() -> client.get(uri)));
    }
    return answers;
  }

  @ParameterizedTest
  @EnumSource
  void countsAreThoseOfTheServerForRequestsInSequence(Http2Client.Kind kind) throws Exception {
    try (Http2Server server = new Http2Server();
        RecordingProxy proxy = before(server);
        Http2Client client = kind.create()) {
      for (int i = 0; i < 8; i++) {
        assertThat(client.get(uri(proxy, "/orders/" + i + "?secret=1"))).isEqualTo(200);
      }
      Recording recording = proxy.recording();

      assertThat(server.requests()).isEqualTo(8);
      assertThat(recording.exchangeCount()).isEqualTo(8);
      assertThat(recording.opened()).isEqualTo(server.connections()).isEqualTo(1);
      RecordedConnection connection = recording.connection(1);
      assertThat(connection.observerRetired()).isEmpty();
      assertThat(connection.http2()).isPresent();
      assertThat(connection.http2().get().fieldsUnreadable()).isEmpty();
      assertThat(connection.http2().get().maxConcurrentStreams()).hasValue(128);
      assertThat(connection.exchanges())
          .allSatisfy(
              exchange -> {
                assertThat(exchange.request().method()).isEqualTo("GET");
                assertThat(exchange.request().path())
                    .isEqualTo("/orders/" + (exchange.number() - 1));
                assertThat(exchange.response().orElseThrow().status()).isEqualTo(200);
                assertThat(exchange.response().orElseThrow().bodyBytes()).isEqualTo(100);
                assertThat(exchange.complete()).isTrue();
              });
      assertHealthy(recording);
    }
  }

  @ParameterizedTest
  @EnumSource
  void requestsAtOnceShareAWarmConnection(Http2Client.Kind kind) throws Exception {
    try (Http2Server server = new Http2Server();
        RecordingProxy proxy = before(server);
        Http2Client client = kind.create()) {
      client.get(uri(proxy, "/warm"));
      List<Future<Integer>> answers = atOnce(client, 6, uri(proxy, "/hold"));
      server.awaitHeld(6);
      Recording held = proxy.recording();
      server.letGo();
      for (Future<Integer> answer : answers) {
        assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(200);
      }
      Recording recording = proxy.recording();

      assertThat(held.peakExchangesInFlight()).isEqualTo(6);
      assertThat(recording.exchangeCount()).isEqualTo(server.requests()).isEqualTo(7);
      assertThat(recording.opened()).isEqualTo(server.connections());
      assertHealthy(recording);
    }
  }

  @ParameterizedTest
  @EnumSource
  void requestsAtOnceFromAColdClientRaiseNoAlarm(Http2Client.Kind kind) throws Exception {
    try (Http2Server server = new Http2Server();
        RecordingProxy proxy = before(server);
        Http2Client client = kind.create()) {
      List<Future<Integer>> answers = atOnce(client, 6, uri(proxy, "/hold"));
      server.awaitHeld(6);
      server.letGo();
      for (Future<Integer> answer : answers) {
        assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(200);
      }
      for (int i = 0; i < 3; i++) {
        client.get(uri(proxy, "/after"));
      }
      Recording recording = proxy.recording();

      assertThat(recording.exchangeCount()).isEqualTo(server.requests()).isEqualTo(9);
      assertHealthy(recording);
      assertThat(Diagnosis.of(recording).needed()).isEqualTo(1);
      assertThat(Diagnosis.of(recording).explanations())
          .extracting(Explanation::cause)
          .allMatch(Cause.H2_COLD_STAMPEDE::equals);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLimitOfTwoStreamsCountsAsNeeded(Http2Client.Kind kind) throws Exception {
    try (Http2Server server = new Http2Server(2, Duration.ofSeconds(30));
        RecordingProxy proxy = before(server);
        Http2Client client = kind.create()) {
      client.get(uri(proxy, "/warm"));
      List<Future<Integer>> answers = atOnce(client, 6, uri(proxy, "/hold"));
      server.awaitHeld(2);
      server.letGo();
      for (Future<Integer> answer : answers) {
        try {
          answer.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException tooMany) {
          // The JDK's client fails requests beyond the limit.
          assertThat(kind).isEqualTo(Http2Client.Kind.JDK_UPGRADE);
        }
      }
      Recording recording = proxy.recording();

      assertThat(recording.connection(1).http2().orElseThrow().maxConcurrentStreams()).hasValue(2);
      assertHealthy(recording);
    }
  }

  @ParameterizedTest
  @EnumSource
  void goAwayOfTheServerExplainsTheNextConnection(Http2Client.Kind kind) throws Exception {
    try (Http2Server server = new Http2Server(128, Duration.ofMillis(300));
        RecordingProxy proxy = before(server);
        Http2Client client = kind.create()) {
      client.get(uri(proxy, "/a"));
      proxy.await(
          recording -> recording.fins(Side.SERVER) + recording.resets(Side.SERVER) > 0,
          Duration.ofSeconds(20));
      getAgainIfInVain(client, uri(proxy, "/b"));
      Recording recording = proxy.recording();

      assertThat(recording.opened()).isEqualTo(2);
      assertThat(recording.connection(1).http2().orElseThrow().goAway(Side.SERVER)).isPresent();
      assertThat(Diagnosis.of(recording).of(2).orElseThrow().cause()).isEqualTo(Cause.H2_GOAWAY);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientForEachCallIsFound(Http2Client.Kind kind) throws Exception {
    try (Http2Server server = new Http2Server();
        RecordingProxy proxy = before(server);
        Http2Client first = kind.create();
        Http2Client second = kind.create();
        Http2Client third = kind.create()) {
      for (Http2Client client : List.of(first, second, third)) {
        client.get(uri(proxy, "/a"));
      }
      Recording recording = proxy.recording();

      assertThat(recording.opened()).isEqualTo(3);
      assertThat(Diagnosis.of(recording).avoidable())
          .as(TextReport.of(Diagnosis.of(recording)))
          .extracting(Explanation::connection)
          .containsExactly(2, 3);
    }
  }

  /** A client may send a request on a connection before it has read that it is over. */
  private static void getAgainIfInVain(Http2Client client, URI uri) throws Exception {
    try {
      client.get(uri);
    } catch (ExecutionException | IOException inVain) {
      client.get(uri);
    }
  }

  private static void assertHealthy(Recording recording) {
    Diagnosis diagnosis = Diagnosis.of(recording);
    assertThat(diagnosis.avoidable()).as(TextReport.of(diagnosis)).isEmpty();
  }
}
