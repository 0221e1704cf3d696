package io.github.connectionprobe.examples.http2;

import static io.github.connectionprobe.assertj.ConnectionProbeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.connectionprobe.diagnosis.Cause;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.GoAway;
import io.github.connectionprobe.recording.Http2Facts;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import io.github.connectionprobe.recording.StreamReset;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a probe sees of grpc-java without TLS, beside what the gRPC server counts. */
@Timeout(60)
class GrpcTest {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private GrpcService server;
  private RecordingProxy proxy;
  private ManagedChannel channel;

  private void start(Consumer<NettyServerBuilder> settings) throws IOException {
    server = new GrpcService(settings);
    proxy = RecordingProxy.to(Upstream.of("127.0.0.1", server.port())).start();
    channel = NettyChannelBuilder.forAddress("localhost", proxy.port()).usePlaintext().build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    proxy.close();
    server.close();
  }

  private String echo(String text) {
    return ClientCalls.blockingUnaryCall(channel, GrpcService.ECHO, CallOptions.DEFAULT, text);
  }

  private Future<String> hold(Channel on, CallOptions options) {
    ClientCall<String, String> call = on.newCall(GrpcService.HOLD, options);
    return ClientCalls.futureUnaryCall(call, "wait");
  }

  private Http2Facts http2(int connection) {
    return proxy.recording().connection(connection).http2().orElseThrow();
  }

  @Test
  void unaryCallsAreExchangesOfOneConnection() throws Exception {
    start(it -> {});
    for (int i = 0; i < 20; i++) {
      assertThat(echo("message " + i)).isEqualTo("message " + i);
    }
    Recording recording = proxy.recording();

    assertThat(recording.exchangeCount()).isEqualTo(server.calls()).isEqualTo(20);
    assertThat(recording.opened()).isEqualTo(server.connections()).isOne();
    assertThat(recording.connection(1).exchanges())
        .allSatisfy(
            exchange -> {
              assertThat(exchange.complete()).isTrue();
              assertThat(exchange.request().method()).isEqualTo("POST");
              assertThat(exchange.request().path()).isEqualTo("/probe.Service/Echo");
              assertThat(exchange.response().orElseThrow().status()).isEqualTo(200);
            });
    assertHealthy(recording);
  }

  @Test
  void aStreamOfTheServerIsOneExchangeHoweverManyMessagesItHas() throws Exception {
    start(it -> {});
    Iterator<String> messages =
        ClientCalls.blockingServerStreamingCall(
            channel, GrpcService.COUNT, CallOptions.DEFAULT, "500");
    List<String> received = new ArrayList<>();
    messages.forEachRemaining(received::add);
    echo("after");
    Recording recording = proxy.recording();

    assertThat(received).hasSize(500);
    assertThat(recording.exchangeCount()).isEqualTo(server.calls()).isEqualTo(2);
    RecordedExchange stream = recording.connection(1).exchanges().get(0);
    assertThat(stream.complete()).isTrue();
    assertThat(stream.response().orElseThrow().bodyBytes()).isGreaterThan(500L * 6);
    assertHealthy(recording);
  }

  @Test
  void aDeadlineThatPassesResetsTheStreamAndKeepsTheConnection() throws Exception {
    start(it -> {});
    echo("before");
    Future<String> answer =
        hold(channel, CallOptions.DEFAULT.withDeadlineAfter(2, TimeUnit.SECONDS));
    server.awaitHeld(1);
    assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("DEADLINE_EXCEEDED");
    Recording reset = proxy.await(GrpcTest::secondIsReset, DEADLINE);
    echo("after");
    Recording recording = proxy.recording();

    StreamReset how = reset.connection(1).exchanges().get(1).reset().orElseThrow();
    assertThat(how.error()).isEqualTo("CANCEL");
    assertThat(recording.opened()).isEqualTo(server.connections()).isOne();
    assertThat(recording.exchangeCount()).isEqualTo(server.calls()).isEqualTo(3);
    assertHealthy(recording);
  }

  @Test
  void aCallThatIsCancelledResetsTheStreamAndKeepsTheConnection() throws Exception {
    start(it -> {});
    echo("before");
    Future<String> answer = hold(channel, CallOptions.DEFAULT);
    server.awaitHeld(1);
    answer.cancel(true);
    Recording reset = proxy.await(GrpcTest::secondIsReset, DEADLINE);
    echo("after");

    StreamReset how = reset.connection(1).exchanges().get(1).reset().orElseThrow();
    assertThat(how.by()).isEqualTo(Side.CLIENT);
    assertThat(how.byGoAway()).isFalse();
    assertThat(how.error()).isEqualTo("CANCEL");
    assertThat(proxy.recording().exchangeCount()).isEqualTo(server.calls()).isEqualTo(3);
    assertThat(proxy.recording().opened()).isEqualTo(server.connections()).isOne();
    assertHealthy(proxy.recording());
  }

  private static boolean secondIsReset(Recording recording) {
    return recording.connection(1).exchanges().stream()
        .anyMatch(exchange -> exchange.number() == 2 && exchange.reset().isPresent());
  }

  @Test
  void callsBeyondTheLimitOfTheServerWaitForAStream() throws Exception {
    start(it -> it.maxConcurrentCallsPerConnection(2));
    echo("before");
    List<Future<String>> answers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      answers.add(hold(channel, CallOptions.DEFAULT));
    }
    server.awaitHeld(2);
    server.letGo(6);
    for (Future<String> answer : answers) {
      assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("wait");
    }
    Recording recording = proxy.recording();

    assertThat(http2(1).maxConcurrentStreams()).hasValue(2);
    assertThat(http2(1).peakStreams()).isEqualTo(2);
    assertThat(recording.exchangeCount()).isEqualTo(server.calls()).isEqualTo(7);
    assertThat(recording.opened()).isEqualTo(server.connections()).isOne();
    assertHealthy(recording);
  }

  @Test
  void anAgeLimitEndsTheConnectionInTwoStepsAndLosesNoCall() throws Exception {
    start(it -> it.maxConnectionAge(200, TimeUnit.MILLISECONDS));
    Future<String> underWay = hold(channel, CallOptions.DEFAULT);
    server.awaitHeld(1);
    proxy.await(recording -> goAways(recording).size() == 2, DEADLINE);
    assertThat(echo("meanwhile")).isEqualTo("meanwhile");
    server.letGo(1);
    assertThat(underWay.get(20, TimeUnit.SECONDS)).isEqualTo("wait");
    Recording recording = proxy.recording();

    List<GoAway> goAways = goAways(recording);
    assertThat(goAways).extracting(GoAway::by).containsOnly(Side.SERVER);
    assertThat(goAways).extracting(GoAway::error).containsOnly("NO_ERROR");
    assertThat(goAways.get(0).lastStream()).isEqualTo(Integer.MAX_VALUE);
    assertThat(goAways.get(1).lastStream()).isLessThan(Integer.MAX_VALUE);
    assertThat(recording.opened()).isEqualTo(server.connections()).isEqualTo(2);
    assertThat(Diagnosis.of(recording).of(2).orElseThrow().cause()).isEqualTo(Cause.H2_GOAWAY);
    assertThat(recording.exchangeCount()).isEqualTo(server.calls()).isEqualTo(2);
    assertHealthy(recording);
  }

  private static List<GoAway> goAways(Recording recording) {
    return recording.opened() == 0
        ? List.of()
        : recording.connection(1).http2().map(Http2Facts::goAways).orElse(List.of());
  }

  @Test
  void aServerThatPingsIsSeen() throws Exception {
    start(it -> it.keepAliveTime(50, TimeUnit.MILLISECONDS));
    echo("before");
    Recording recording =
        proxy.await(it -> it.connection(1).http2().orElseThrow().pingsFromServer() > 1, DEADLINE);

    assertThat(recording.opened()).isOne();
    assertThat(recording.exchangeCount()).isOne();
    assertHealthy(recording);
  }

  @Test
  void aChannelForEachCallIsFound() throws Exception {
    start(it -> {});
    for (int i = 0; i < 3; i++) {
      ManagedChannel own =
          NettyChannelBuilder.forAddress("localhost", proxy.port()).usePlaintext().build();
      ClientCalls.blockingUnaryCall(own, GrpcService.ECHO, CallOptions.DEFAULT, "hello");
      own.shutdown();
      own.awaitTermination(20, TimeUnit.SECONDS);
    }
    Recording recording = proxy.recording();

    assertThat(recording.opened()).isEqualTo(server.connections()).isEqualTo(3);
    assertThat(Diagnosis.of(recording).avoidable()).hasSize(2);
  }

  private static void assertHealthy(Recording recording) {
    assertThat(recording).hasNoAvoidableConnections();
  }
}
