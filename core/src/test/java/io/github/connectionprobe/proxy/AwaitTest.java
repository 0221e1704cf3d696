package io.github.connectionprobe.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Waiting for a recording ends with the fact that is waited for, or in time. */
class AwaitTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  /** Far longer than any of these tests may take. */
  private static final Duration LONG = Duration.ofSeconds(40);

  private static final Duration SOONER = Duration.ofSeconds(20);

  private static final int CHUNK = 64 * 1024;

  private ServerSocket upstream;
  private RecordingProxy proxy;

  @BeforeEach
  void start() throws Exception {
    upstream = new ServerSocket(0, 10, LOOPBACK);
    proxy = RecordingProxy.to(Upstream.of("127.0.0.1", upstream.getLocalPort())).start();
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    upstream.close();
  }

  @Test
  void aFactWakesWhoeverWaitsForIt() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    Together.run(
        () -> awaitInTime(signalling(waiting, recording -> recording.opened() == 1)),
        () -> {
          assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
          new Socket(LOOPBACK, proxy.port()).close();
        });
    awaitInTime(recording -> recording.fins(Side.CLIENT) == 1);
  }

  @Test
  void aSlowReaderThatHasCaughtUpWakesWhoeverWaitsForIt() throws Exception {
    try (Socket client = new Socket(LOOPBACK, proxy.port());
        Socket server = upstream.accept()) {
      int sent = 0;
      while (proxy.recording().connection(1).relayingFrom(Side.SERVER) == 0) {
        server.getOutputStream().write(new byte[CHUNK]);
        sent += CHUNK;
        int all = sent;
        awaitInTime(recording -> recording.connection(1).bytesFrom(Side.SERVER) == all);
      }
      int all = sent;
      CountDownLatch waiting = new CountDownLatch(1);
      Together.run(
          () ->
              awaitInTime(
                  signalling(
                      waiting,
                      recording -> recording.connection(1).relayingFrom(Side.SERVER) == 0)),
          () -> {
            assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(client.getInputStream().readNBytes(all)).hasSize(all);
          });
    }
  }

  @Test
  void closingWakesWhoeverWaits() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    Together.run(
        () -> {
          Recording recording = proxy.await(signalling(waiting, r -> false), LONG);
          assertThat(recording.until()).isLessThan(SOONER);
        },
        () -> {
          assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
          proxy.close();
        });
  }

  @Test
  void theLastRecordingIsReturnedWhenTheTimeIsUp() {
    Duration atMost = Duration.ofMillis(50);
    Duration begun = proxy.recording().until();

    Recording recording = proxy.await(r -> r.opened() == 1, atMost);

    assertThat(recording.opened()).isZero();
    assertThat(recording.until().minus(begun)).isBetween(atMost, SOONER);
  }

  @Test
  void noTimeIsEnoughForWhatIsThereAlready() throws Exception {
    new Socket(LOOPBACK, proxy.port()).close();

    for (Duration atMost :
        new Duration[] {
          Duration.ZERO, Duration.ofSeconds(-1), LONG, ChronoUnit.FOREVER.getDuration()
        }) {
      assertThat(proxy.await(r -> r.fins(Side.CLIENT) == 1, atMost).opened()).isEqualTo(1);
    }
    assertThat(proxy.await(r -> false, Duration.ZERO).opened()).isEqualTo(1);
    assertThat(proxy.await(r -> false, Duration.ofSeconds(-1)).opened()).isEqualTo(1);
  }

  @Test
  void anInterruptedThreadGetsWhatThereIsAndStaysInterrupted() {
    Duration begun = proxy.recording().until();
    Thread.currentThread().interrupt();
    try {
      assertThat(proxy.recording().opened()).isZero();
      assertThat(Thread.currentThread().isInterrupted()).isTrue();

      Recording recording = proxy.await(r -> false, LONG);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
      assertThat(recording.until().minus(begun)).isLessThan(SOONER);
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void afterClosingNothingIsWaitedFor() {
    proxy.close();
    long begun = System.nanoTime();

    assertThat(proxy.await(r -> false, LONG)).isSameAs(proxy.recording());

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOONER);
  }

  private void awaitInTime(Predicate<Recording> condition) {
    long begun = System.nanoTime();
    assertThat(condition.test(proxy.await(condition, LONG))).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOONER);
  }

  /** Says when it is asked for the first time, which is when the waiting begins. */
  private static Predicate<Recording> signalling(
      CountDownLatch asked, Predicate<Recording> condition) {
    return recording -> {
      boolean met = condition.test(recording);
      asked.countDown();
      return met;
    };
  }
}
