package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.connectionprobe.assertj.BodyServer;
import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Certainty;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.socket.SocketFacts;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A response left behind looks, to a probe, like a client made anew for each call. The client's
 * socket tells them apart.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
@ConnectionProbe(upstreamMethod = "server", lostReuse = LostReuse.IGNORE)
class UnreadResponseTest {

  private static BodyServer server;

  @BeforeAll
  static void start() throws IOException {
    server = new BodyServer(100_000);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  static int server() {
    return server.port();
  }

  @Test
  void responsesOfOkHttpThatAreNeverClosedAreSeenInItsSockets(Probe probe) throws IOException {
    OkHttpClient client = new OkHttpClient();
    List<Response> leaked = unread(client, probe, 3);

    Explanation explanation = probe.diagnosis().of(3).orElseThrow();

    assertThat(explanation.cause()).isEqualTo(Cause.LEAKED_RESPONSE);
    assertThat(explanation.certainty()).isEqualTo(Certainty.OBSERVED);
    assertThat(explanation.evidence().get(0))
        .matches("[\\d,]+ bytes of response [12]\\.1 wait unread in the client's socket\\.");
    assertThat(catchThrowable(() -> probe.assertConnectionsOpened(1)))
        .hasMessageContaining("leaked-response (observed): ")
        .hasMessageContaining("never read   <<<<<")
        .hasMessageContaining("Fix: Close every Response");
    assertThat(probe.sockets().unread()).hasSize(3);
    leaked.forEach(Response::close);
    client.connectionPool().evictAll();
  }

  /** Asks that often, one after the other, and leaves the bodies where they are. */
  static List<Response> unread(OkHttpClient client, Probe probe, int times) throws IOException {
    List<Response> responses = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      responses.add(client.newCall(new Request.Builder().url("" + probe.uri()).build()).execute());
      awaitWholeResponses(probe);
    }
    return responses;
  }

  /** A client has its response when the head is there: the next call would be at the same time. */
  private static void awaitWholeResponses(Probe probe) {
    assertThat(probe).within(Duration.ofSeconds(20)).hasOnlyCompleteExchanges();
  }

  @Test
  void streamsOfHttpUrlConnectionThatAreNeverClosedAreSeenInItsSockets(Probe probe)
      throws IOException {
    List<InputStream> leaked = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      leaked.add(probe.uri("/").toURL().openConnection(Proxy.NO_PROXY).getInputStream());
      awaitWholeResponses(probe);
    }

    Explanation explanation = probe.diagnosis().of(2).orElseThrow();

    assertThat(explanation.cause()).isEqualTo(Cause.LEAKED_RESPONSE);
    assertThat(explanation.certainty()).isEqualTo(Certainty.OBSERVED);
    for (InputStream stream : leaked) {
      stream.close();
    }
  }

  @Test
  void responsesThatAreReadAfterAllAreNoLongerSaidToBeUnread(Probe probe) throws IOException {
    OkHttpClient client = new OkHttpClient();
    List<Response> late = unread(client, probe, 2);
    assertThat(probe.diagnosis().of(2).orElseThrow().certainty()).isEqualTo(Certainty.OBSERVED);

    for (Response response : late) {
      // The probe does not see that: the bytes have long been in the client's socket.
      assertThat(response.body().bytes()).hasSize(100_000);
    }

    assertThat(probe.diagnosis().of(2).orElseThrow().evidence())
        .noneMatch(sentence -> sentence.contains("unread"));
    client.connectionPool().evictAll();
  }

  @Test
  void aClientForEachCallThatReadsItsResponsesIsNotBlamedForALeak(Probe probe) throws IOException {
    List<OkHttpClient> clients = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      OkHttpClient client = new OkHttpClient();
      clients.add(client);
      try (Response response =
          client.newCall(new Request.Builder().url("" + probe.uri()).build()).execute()) {
        assertThat(response.body().bytes()).hasSize(100_000);
      }
    }

    Explanation explanation = probe.diagnosis().of(3).orElseThrow();

    assertThat(explanation.certainty()).isEqualTo(Certainty.INFERRED);
    assertThat(explanation.evidence()).noneMatch(sentence -> sentence.contains("unread"));
    clients.forEach(client -> client.connectionPool().evictAll());
  }

  @Test
  void theSocketsOfAProbeCanBeAskedFor(Probe probe) throws IOException {
    OkHttpClient client = new OkHttpClient();
    Http.get(client, probe.uri());

    SocketFacts facts = probe.sockets();

    assertThat(facts.connection(1).client().owner()).hasToString("this JVM");
    assertThat(probe).sockets().hasNoTcpKeepalive().hasNoUnreadResponses();
    client.connectionPool().evictAll();
  }
}
