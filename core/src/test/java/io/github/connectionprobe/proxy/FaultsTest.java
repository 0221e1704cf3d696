package io.github.connectionprobe.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that misbehave: nothing hangs, nothing is lost, and the recording says what happened. */
class FaultsTest {

  private static final String REQUEST = "GET /orders HTTP/1.1\r\nHost: shop\r\n\r\n";
  private static final String RESPONSE = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private Backend backend;
  private RecordingProxy proxy;

  @BeforeEach
  void start() throws IOException {
    backend = Backend.listening();
    proxy = RecordingProxy.to(backend.upstream()).start();
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    backend.close();
  }

  @Test
  void aServerThatResetsAtAnyByteOfAResponseLosesNoneBeforeIt() throws IOException {
    for (int offset = 0; offset <= RESPONSE.length(); offset++) {
      String part = RESPONSE.substring(0, offset);
      try (Peer client = Peer.connect("the client", proxy.port());
          Peer server = backend.accept()) {
        client.send(REQUEST);
        server.read(REQUEST.length()).send(part);
        client.read(offset);
        server.reset();
        client.readToTheEnd();
        assertThat(client.observed().get(1)).as("offset %d", offset).endsWith("then a reset");
      }
      RecordedConnection connection = last(proxy.recording());
      RecordedExchange exchange = connection.exchanges().get(0);
      assertThat(connection.bytesFrom(Side.SERVER)).isEqualTo(offset);
      assertThat(connection.end().orElseThrow().by()).isEqualTo(Side.SERVER);
      assertThat(connection.end().orElseThrow().kind()).isEqualTo(EndKind.RST);
      assertThat(exchange.response().isPresent() && exchange.response().get().complete())
          .as("offset %d", offset)
          .isEqualTo(offset == RESPONSE.length());
    }
  }

  @Test
  void garbageFromEitherSidePassesUnchangedAndRetiresTheObserver() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    byte[] garbage = new byte[5_000];
    random.nextBytes(garbage);
    garbage[0] = (byte) 0xff;
    try (Peer client = Peer.connect("the client", proxy.port());
        Peer server = backend.accept()) {
      client.send(garbage);
      server.read(garbage.length).send(garbage);
      client.read(garbage.length);
      assertThat(client.observed()).isEqualTo(server.observed());
      assertThat(last(proxy.recording()).protocol()).isEqualTo(Protocol.OTHER);
    }
  }

  @Test
  void garbageForAResponseIsNamedAsTheReason() throws IOException {
    try (Peer client = Peer.connect("the client", proxy.port());
        Peer server = backend.accept()) {
      client.send(REQUEST);
      server.read(REQUEST.length()).send("\u0000\u0001\u0002 garbage\r\n\r\n");
      client.read(14);
      assertThat(last(proxy.recording()).observerRetired().orElseThrow())
          .startsWith("in the response to 1.1: ");
    }
  }

  @Test
  void noiseWithinHttp2PassesUnchangedAndRetiresTheObserver() throws IOException {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    byte[] fromClient = Frames.client().get(1, 3, 5).ping(0).bytes();
    byte[] fromServer = Frames.server().noContent(1, 3).ping(Frames.ACK).bytes();
    for (int round = 0; round < 50; round++) {
      byte[] asked = withNoise(fromClient, 24 + random.nextInt(fromClient.length - 23), random);
      byte[] answered = withNoise(fromServer, random.nextInt(fromServer.length + 1), random);
      try (Peer client = Peer.connect("the client", proxy.port());
          Peer server = backend.accept()) {
        client.send(asked);
        server.read(asked.length).send(answered);
        client.read(answered.length);
        RecordedConnection connection = last(proxy.recording());

        assertThat(client.observed())
            .as("seed %d, round %d", seed, round)
            .containsExactly(Peer.seen(answered));
        assertThat(server.observed())
            .as("seed %d, round %d", seed, round)
            .containsExactly(Peer.seen(asked));
        assertThat(connection.protocol()).isEqualTo(Protocol.HTTP_2);
        assertThat(connection.observerRetired()).as("seed %d, round %d", seed, round).isPresent();
        assertThat(connection.bytesFrom(Side.SERVER)).isEqualTo(answered.length);
      }
    }
  }

  private static byte[] withNoise(byte[] valid, int length, SplittableRandom random) {
    byte[] noise = new byte[20_000];
    random.nextBytes(noise);
    byte[] both = Arrays.copyOf(valid, length + noise.length);
    System.arraycopy(noise, 0, both, length, noise.length);
    return both;
  }

  @Test
  void aServerThatNeverAnswersIsARequestWithoutAResponse() throws IOException {
    try (Peer client = Peer.connect("the client", proxy.port());
        Peer server = backend.accept()) {
      client.send(REQUEST);
      server.read(REQUEST.length());
      RecordedConnection connection = last(proxy.recording());
      assertThat(connection.exchangeCount()).isOne();
      assertThat(connection.exchanges().get(0).response()).isEmpty();
      assertThat(connection.open()).isTrue();
    }
  }

  @Test
  void aServerThatStallsWithinABodyIsAnIncompleteResponse() throws IOException {
    try (Peer client = Peer.connect("the client", proxy.port());
        Peer server = backend.accept()) {
      client.send(REQUEST);
      server.read(REQUEST.length()).send(RESPONSE.substring(0, RESPONSE.length() - 2));
      client.read(RESPONSE.length() - 2);
      RecordedExchange exchange = last(proxy.recording()).exchanges().get(0);
      assertThat(exchange.response().orElseThrow().complete()).isFalse();
      assertThat(exchange.response().orElseThrow().bodyBytes()).isEqualTo(3);
    }
  }

  @Test
  void aSlowClientThatSendsByteByByteIsOneExchange() throws IOException {
    try (Peer client = Peer.connect("the client", proxy.port());
        Peer server = backend.accept()) {
      for (byte b : REQUEST.getBytes(ISO_8859_1)) {
        client.send(new byte[] {b});
        server.read(1);
      }
      server.send(RESPONSE);
      client.read(RESPONSE.length());
      RecordedConnection connection = last(proxy.recording());
      assertThat(connection.exchangeCount()).isOne();
      assertThat(connection.exchanges().get(0).response().orElseThrow().complete()).isTrue();
    }
  }

  @Test
  void clientsThatNeverFinishTheirRequestHoldUpNobodyElse() throws IOException {
    int slow = 100;
    List<Peer> loris = new ArrayList<>();
    try {
      for (int i = 0; i < slow; i++) {
        loris.add(Peer.connect("slow client " + i, proxy.port()).send(REQUEST.substring(0, 9)));
        loris.add(backend.accept());
      }
      try (Peer client = Peer.connect("the client", proxy.port());
          Peer server = backend.accept()) {
        client.send(REQUEST);
        server.read(REQUEST.length()).send(RESPONSE);
        client.read(RESPONSE.length());
      }
      Recording recording = proxy.recording();
      assertThat(recording.opened()).isEqualTo(slow + 1);
      assertThat(recording.connections().stream().filter(c -> c.exchangeCount() == 0))
          .hasSize(slow);
      assertThat(last(recording).exchanges().get(0).complete()).isTrue();
    } finally {
      for (Peer each : loris) {
        each.close();
      }
    }
  }

  @Test
  void anInterruptedThreadStillGetsARecording() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (Peer client = Peer.connect("the client", proxy.port());
        Peer server = backend.accept()) {
      client.send(REQUEST);
      server.read(REQUEST.length());
      boolean[] interrupted = new boolean[1];
      Recording recording =
          other.submit(() -> whileInterrupted(interrupted)).get(20, TimeUnit.SECONDS);
      assertThat(recording.opened()).isOne();
      assertThat(interrupted[0]).as("the interrupt is not swallowed").isTrue();
    } finally {
      other.shutdownNow();
    }
  }

  private Recording whileInterrupted(boolean[] stillInterrupted)
      throws ExecutionException, InterruptedException {
    Thread.currentThread().interrupt();
    Recording recording = proxy.await(r -> false, DEADLINE);
    stillInterrupted[0] = Thread.interrupted();
    return recording;
  }

  @Test
  @Timeout(300)
  void manyExchangesAreCountedAndTheirMemoryIsBounded() throws IOException {
    int each = 50;
    int batches = Integer.getInteger("connectionprobe.test.exchanges", 100_000) / each;
    String requests = REQUEST.repeat(each);
    String responses = RESPONSE.repeat(each);
    try (Peer client = Peer.connect("the client", proxy.port());
        Peer server = backend.accept()) {
      for (int i = 0; i < batches; i++) {
        client.send(requests);
        server.read(requests.length()).send(responses);
        client.read(responses.length());
      }
      RecordedConnection connection = last(proxy.recording());
      assertThat(connection.exchangeCount()).isEqualTo((long) batches * each);
      assertThat(connection.exchanges()).hasSizeLessThanOrEqualTo(1_100);
      assertThat(connection.bytesFrom(Side.SERVER)).isEqualTo((long) batches * responses.length());
    }
  }

  private static RecordedConnection last(Recording recording) {
    return recording.connections().get(recording.connections().size() - 1);
  }
}
