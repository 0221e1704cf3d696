package io.github.connectionprobe.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.ConnectionEnd;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.Phase;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpHost;
import org.apache.http.util.EntityUtils;
import org.assertj.core.data.Offset;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RequestOptions;
import org.elasticsearch.client.RestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A web server that asks Elasticsearch twice, with the low-level REST client: the scene that this
 * project grew out of. A small server stands for Elasticsearch.
 */
@Timeout(120)
class ElasticsearchScenesIT {

  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void withoutKeepAliveEachRequestComesFromAnotherPort() throws Exception {
    try (RawServer server = new RawServer(IDLE_TIMEOUT);
        RecordingProxy proxy = to(server);
        Wire wire = Wire.watch(proxy.port())) {
      askTwice(proxy, "close");

      Recording recording = proxy.await(it -> it.stillOpen() == 0, LIMIT);

      List<Wire.Conversation> judged = wire.conversations();
      assertThat(judged).hasSize(2);
      assertThat(recording.opened()).isEqualTo(2);
      assertThat(recording.connections())
          .extracting(it -> it.client().getPort())
          .doesNotHaveDuplicates()
          .containsExactlyElementsOf(judged.stream().map(it -> it.clientPort()).toList());
      assertThat(Wire.ends(recording)).isEqualTo(Wire.ends(judged));
      assertThat(recording.connections())
          .extracting(it -> it.end().orElseThrow().by())
          .containsOnly(Side.CLIENT);
      assertThat(Diagnosis.of(recording).explanations())
          .extracting(Explanation::cause)
          .containsExactly(Cause.REQUEST_CLOSE);
    }
  }

  @Test
  void withKeepAliveBothComeFromOnePortAndTheServerEndsItWhenItsPatienceIsOver() throws Exception {
    try (RawServer server = new RawServer(IDLE_TIMEOUT);
        RecordingProxy proxy = to(server);
        Wire wire = Wire.watch(proxy.port())) {
      askTwice(proxy, "keep-alive");

      Recording recording = proxy.await(it -> it.stillOpen() == 0, LIMIT);

      List<Wire.Conversation> judged = wire.conversations();
      assertThat(judged).hasSize(1);
      assertThat(recording.opened()).isEqualTo(1);
      RecordedConnection connection = recording.connection(1);
      assertThat(connection.client().getPort()).isEqualTo(judged.get(0).clientPort());
      assertThat(connection.exchangeCount()).isEqualTo(2);
      assertThat(connection.exchanges().get(1).start())
          .as("the gap between the requests")
          .isGreaterThanOrEqualTo(connection.exchanges().get(0).lastByte().plus(PAUSE));
      ConnectionEnd end = connection.end().orElseThrow();
      assertThat(end.by()).isEqualTo(Side.SERVER);
      assertThat(end.kind()).isEqualTo(EndKind.FIN);
      assertThat(end.phase()).isEqualTo(Phase.IDLE);
      assertThat(end.idleBefore())
          .as("the server's keep-alive timeout, as measured")
          .isBetween(IDLE_TIMEOUT.minusMillis(20), IDLE_TIMEOUT.plusMillis(500));
      assertThat(Wire.ends(recording)).isEqualTo(Wire.ends(judged));
      assertThat(seconds(end.at().minus(connection.openedAt())))
          .isCloseTo(
              judged.get(0).ends().get(0).at() - judged.get(0).openedAt(), Offset.offset(0.2));
    }
  }

  private static RecordingProxy to(RawServer server) {
    return RecordingProxy.to(Upstream.of("127.0.0.1", server.port())).start();
  }

  private static void askTwice(RecordingProxy proxy, String connectionHeader) throws Exception {
    RestClient client = RestClient.builder(new HttpHost("localhost", proxy.port())).build();
    try {
      ask(client, connectionHeader);
      // Nothing can be waited for here: a pause is what the scene is about.
      assertThat(new CountDownLatch(1).await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
      ask(client, connectionHeader);
      assertThat(proxy.await(it -> it.stillOpen() == 0, LIMIT).stillOpen()).isZero();
    } finally {
      client.close();
    }
  }

  private static void ask(RestClient client, String connectionHeader) throws Exception {
    Request request = new Request("GET", "/_cluster/health");
    RequestOptions.Builder options = RequestOptions.DEFAULT.toBuilder();
    options.addHeader("Connection", connectionHeader);
    request.setOptions(options);
    EntityUtils.consume(client.performRequest(request).getEntity());
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
