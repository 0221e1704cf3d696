package io.github.connectionprobe.examples.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Explanation;
import io.github.connectionprobe.diagnosis.Responsible;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.GoAway;
import io.github.connectionprobe.recording.Http2Facts;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.StreamReset;
import io.github.connectionprobe.report.TextReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.eclipse.jetty.http2.frames.PingFrame;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RateControl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Frames beside requests and responses: what OkHttp and Jetty say to each other. */
@Timeout(60)
class OkHttpOverHttp2Test {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private OkHttpClient client =
      new OkHttpClient.Builder().protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE)).build();

  @AfterEach
  void stop() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  private static RecordingProxy before(Http2Server server) {
    return RecordingProxy.to(Upstream.of("127.0.0.1", server.port())).start();
  }

  private Call call(RecordingProxy proxy, String path) {
    return client.newCall(
        new Request.Builder().url("http://localhost:" + proxy.port() + path).build());
  }

  private void get(RecordingProxy proxy, String path) throws IOException {
    try (Response response = call(proxy, path).execute()) {
      assertThat(response.code()).isEqualTo(200);
      response.body().bytes();
    }
  }

  private static Optional<Http2Facts> http2(Recording recording) {
    return recording.connections().stream().findFirst().flatMap(first -> first.http2());
  }

  @Test
  void aCallThatIsCancelledResetsItsStreamAndKeepsTheConnection() throws Exception {
    try (Http2Server server = new Http2Server();
        RecordingProxy proxy = before(server)) {
      get(proxy, "/before");
      Call call = call(proxy, "/hold");
      CompletableFuture<Integer> cancelled = new CompletableFuture<>();
      call.enqueue(completing(cancelled));
      server.awaitHeld(1);
      call.cancel();
      assertThat(cancelled)
          .failsWithin(DEADLINE)
          .withThrowableThat()
          .withCauseInstanceOf(IOException.class);
      proxy.await(it -> http2(it).map(Http2Facts::resets).orElse(0L) > 0, DEADLINE);
      get(proxy, "/after");
      Recording recording = proxy.recording();

      StreamReset reset = recording.connection(1).exchanges().get(1).reset().orElseThrow();
      assertThat(reset.by()).isEqualTo(Side.CLIENT);
      assertThat(reset.error()).isEqualTo("CANCEL");
      assertThat(recording.exchangeCount()).isEqualTo(server.requests()).isEqualTo(3);
      assertThat(recording.opened()).isEqualTo(server.connections()).isOne();
      assertHealthy(recording);
    }
  }

  @Test
  void clientThatGivesUpAConnectionForAStreamThatTheServerResetIsNotToBlame() throws Exception {
    try (Http2Server server = new Http2Server();
        RecordingProxy proxy = before(server)) {
      get(proxy, "/before");
      assertThatIOException().isThrownBy(() -> get(proxy, "/fail"));
      get(proxy, "/after");

      assertResetExplains(proxy.recording());
    }
  }

  @Test
  void clientThatPassesOverAConnectionForAStreamThatTheServerResetIsNotToBlame() throws Exception {
    try (Http2Server server = new Http2Server();
        RecordingProxy proxy = before(server)) {
      CompletableFuture<Integer> held = new CompletableFuture<>();
      call(proxy, "/hold").enqueue(completing(held));
      server.awaitHeld(1);
      assertThatIOException().isThrownBy(() -> get(proxy, "/fail"));
      get(proxy, "/after");

      assertResetExplains(proxy.recording());
      server.letGo();
      assertThat(held).succeedsWithin(DEADLINE).isEqualTo(200);
    }
  }

  private static Callback completing(CompletableFuture<Integer> status) {
    return new Callback() {
      @Override
      public void onFailure(Call failing, IOException e) {
        status.completeExceptionally(e);
      }

      @Override
      public void onResponse(Call answered, Response response) {
        response.close();
        status.complete(response.code());
      }
    };
  }

  private static void assertResetExplains(Recording recording) {
    Diagnosis diagnosis = Diagnosis.of(recording);
    assertThat(recording.opened()).isEqualTo(2);
    assertThat(diagnosis.explanations())
        .as(TextReport.of(diagnosis))
        .singleElement()
        .extracting(Explanation::cause, Explanation::responsible)
        .containsExactly(Cause.H2_STREAM_RESET, Responsible.SERVER);
  }

  @Test
  void pingsAreCountedAndAreNoExchanges() throws Exception {
    client = client.newBuilder().pingInterval(Duration.ofMillis(200)).build();
    try (Http2Server server = new Http2Server();
        RecordingProxy proxy = before(server)) {
      get(proxy, "/orders");
      Recording recording =
          proxy.await(it -> http2(it).map(Http2Facts::pingsFromClient).orElse(0L) > 2, DEADLINE);

      assertThat(recording.exchangeCount()).isOne();
      assertThat(http2(recording).orElseThrow().pingsFromServer()).isZero();
      assertHealthy(recording);
    }
  }

  @Test
  void aServerThatHasEnoughOfPingsSaysSoInItsGoAway() throws Exception {
    OkHttpClient calm = client;
    client = client.newBuilder().pingInterval(Duration.ofMillis(500)).build();
    AtomicBoolean enough = new AtomicBoolean();
    try (Http2Server server =
            new Http2Server(
                Duration.ofSeconds(30), http2 -> http2.setRateControlFactory(noPingsOnce(enough)));
        RecordingProxy proxy = before(server)) {
      get(proxy, "/orders");
      enough.set(true);
      proxy.await(it -> it.stillOpen() == 0 && it.opened() > 0, DEADLINE);
      client.dispatcher().executorService().shutdown();
      client = calm.newBuilder().build();
      get(proxy, "/orders");
      Recording recording = proxy.recording();

      GoAway goAway = http2(recording).orElseThrow().goAway(Side.SERVER).orElseThrow();
      assertThat(goAway.error()).isEqualTo("ENHANCE_YOUR_CALM");
      Explanation explanation = Diagnosis.of(recording).of(2).orElseThrow();
      assertThat(explanation.cause()).isEqualTo(Cause.H2_GOAWAY);
      assertThat(explanation.evidence().toString()).contains("ENHANCE_YOUR_CALM");
      assertHealthy(recording);
    }
  }

  private static RateControl.Factory noPingsOnce(AtomicBoolean enough) {
    return new RateControl.Factory() {
      @Override
      public RateControl newRateControl(EndPoint endPoint) {
        return frame -> !(enough.get() && frame instanceof PingFrame);
      }
    };
  }

  private static void assertHealthy(Recording recording) {
    Diagnosis diagnosis = Diagnosis.of(recording);
    assertThat(diagnosis.avoidable()).as(TextReport.of(diagnosis)).isEmpty();
  }
}
