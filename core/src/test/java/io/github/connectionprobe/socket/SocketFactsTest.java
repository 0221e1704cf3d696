package io.github.connectionprobe.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.connectionprobe.recording.BodyFraming;
import io.github.connectionprobe.recording.FramingHeaders;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.RecordedRequest;
import io.github.connectionprobe.recording.RecordedResponse;
import io.github.connectionprobe.recording.Recording;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pair of real sockets stands for client and probe; the recording around them is written here.
 */
@EnabledOnOs(OS.LINUX)
class SocketFactsTest {

  @BeforeEach
  void needsTheTable() {
    SocketTable.read(0).unavailable().ifPresent(Tools::missing);
  }

  @Test
  void bothEndsAreFoundWithTheirOwner() throws IOException {
    try (SocketPair pair = new SocketPair()) {
      ConnectionSockets sockets = facts(pair, 1).connection(1);

      assertThat(sockets.client().socket().map(SocketState::local)).hasValue(pair.clientAddress());
      assertThat(sockets.client().owner().kind()).isEqualTo(SocketOwner.Kind.THIS_JVM);
      assertThat(sockets.client().owner()).hasToString("this JVM");
      assertThat(sockets.probe().socket().map(SocketState::remote)).hasValue(pair.clientAddress());
    }
  }

  @Test
  void responseBytesThatNobodyReadAreFound() throws IOException {
    try (SocketPair pair = new SocketPair()) {
      pair.accepted.getOutputStream().write(new byte[4321]);
      pair.clientEnd(socket -> socket.unreadBytes() == 4321);

      assertThat(facts(pair, 1).unread())
          .singleElement()
          .satisfies(it -> assertThat(it.unreadResponseBytes()).isEqualTo(4321));
    }
  }

  @Test
  void bytesOfAResponseThatIsStillComingAreNotUnread() throws IOException {
    try (SocketPair pair = new SocketPair()) {
      pair.accepted.getOutputStream().write(new byte[4321]);
      pair.clientEnd(socket -> socket.unreadBytes() == 4321);

      assertThat(facts(pair, 0).unread()).isEmpty();
    }
  }

  @Test
  void aClientThatReadTheEndAndDoesNotCloseIsALeak() throws IOException {
    try (SocketPair pair = new SocketPair()) {
      pair.accepted.shutdownOutput();
      pair.clientEnd(SocketState::endUnread);
      assertThat(facts(pair, 1).leakedByClient()).as("before the client read it").isEmpty();

      assertThat(pair.client.getInputStream().read()).isEqualTo(-1);

      assertThat(facts(pair, 1).leakedByClient()).hasSize(1);
    }
  }

  @Test
  void aResetConnectionHasNoSocketsAnyMore() throws IOException {
    try (SocketPair pair = new SocketPair()) {
      pair.client.setOption(StandardSocketOptions.SO_LINGER, 0);
      InetSocketAddress client = pair.clientAddress();
      pair.client.close();

      ConnectionSockets sockets =
          SocketFacts.of(recording(pair.port(), connection(1, client, 1))).connection(1);

      assertThat(sockets.client().isGone()).isTrue();
      assertThat(sockets.probe().isGone()).isTrue();
    }
  }

  @Test
  void aPortUsedAgainBelongsToTheLaterConnection() throws IOException {
    try (SocketPair pair = new SocketPair()) {
      SocketFacts facts =
          SocketFacts.of(
              recording(
                  pair.port(),
                  connection(1, pair.clientAddress(), 1),
                  connection(2, pair.clientAddress(), 1)));

      assertThat(facts.connection(1).client().isGone()).isTrue();
      assertThat(facts.connection(2).client().socket()).isPresent();
    }
  }

  @Test
  void aConnectionThatWasNotRecordedCannotBeAskedFor() throws IOException {
    try (SocketPair pair = new SocketPair()) {
      assertThatThrownBy(() -> facts(pair, 1).connection(3))
          .isInstanceOf(NoSuchElementException.class)
          .hasMessage(
              "There is no connection #3 among [#1]. Ask for one of the recording that was given.");
    }
  }

  @Test
  void aClientInAnotherNetworkNamespaceIsUnavailableAndNotGone(@TempDir Path root)
      throws IOException {
    Path net = Files.createDirectories(root.resolve("self/net"));
    Files.writeString(
        net.resolve("tcp"),
        "head\n   0: 010011AC:1F90 020011AC:D431 01 00000000:00000000 00:00000000 00000000     0"
            + "        0 4711 2 0 20 4 30 10 -1\n");
    Recording recording =
        recording(8080, connection(1, new InetSocketAddress("172.17.0.2", 54321), 1));

    ConnectionSockets sockets = new LookUp(new Proc(root), recording).facts().connection(1);

    assertThat(sockets.client().isGone()).isFalse();
    assertThat(sockets.client().unavailable())
        .hasValueSatisfying(reason -> assertThat(reason).contains("another network namespace"));
    assertThat(sockets.probe().owner().kind()).isEqualTo(SocketOwner.Kind.UNKNOWN);
  }

  @Test
  void aClientOnAnotherMachineIsNotSaidToBeGone() throws IOException {
    try (SocketPair pair = new SocketPair()) {
      Recording recording =
          recording(pair.port(), connection(1, new InetSocketAddress("192.0.2.1", 54321), 1));

      assertThat(SocketFacts.of(recording).connection(1).client().unavailable()).isPresent();
    }
  }

  @Test
  void ourConnectionsThatTheServerHasNotAcceptedAreTold() throws IOException {
    try (SocketPair pair = new SocketPair();
        Socket waiting = new Socket(pair.listener.getInetAddress(), pair.port())) {
      assertThat(upstreamOf(pair.port()).upstreamQueue().orElseThrow().waiting())
          .singleElement()
          .satisfies(it -> assertThat(it.remote().getPort()).isEqualTo(waiting.getLocalPort()));

      pair.listener.accept().close();

      assertThat(upstreamOf(pair.port()).upstreamQueue().orElseThrow().waiting()).isEmpty();
      pair.listener.close();
      assertThat(upstreamOf(pair.port()).upstreamQueue()).isEmpty();
    }
  }

  @Test
  void anotherProcessMayWaitForTheServerAsLongAsItLikes() throws Exception {
    try (SocketPair pair = new SocketPair()) {
      Process child = holdingClient(pair.port());
      try {
        waitForTheQueue(pair.port());

        assertThat(upstreamOf(pair.port()).upstreamQueue().orElseThrow().waiting()).isEmpty();
      } finally {
        child.destroy();
        child.waitFor();
      }
    }
  }

  private static void waitForTheQueue(int port) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (SocketTable.read(port).notAccepted(port).isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  private static SocketFacts upstreamOf(int port) {
    return SocketFacts.of(
        new Recording(
            "probe",
            "localhost:1",
            "localhost:" + port,
            Instant.EPOCH,
            Duration.ZERO,
            Duration.ofSeconds(1),
            1,
            List.of()));
  }

  @Test
  void withoutATableEveryEndIsUnavailableForTheSameReason(@TempDir Path root) {
    Recording recording =
        recording(8080, connection(1, new InetSocketAddress("127.0.0.1", 54321), 1));

    SocketFacts facts = new LookUp(new Proc(root), recording).facts();

    assertThat(facts.unavailable()).isPresent();
    assertThat(facts.connection(1).client().unavailable()).isEqualTo(facts.unavailable());
  }

  @Test
  void theOwnerInAnotherProcessIsToldByNameAndNumber() throws Exception {
    try (SocketPair pair = new SocketPair()) {
      Process child = holdingClient(pair.port());
      try (Socket accepted = pair.listener.accept()) {
        InetSocketAddress client = (InetSocketAddress) accepted.getRemoteSocketAddress();

        SocketOwner owner =
            SocketFacts.of(recording(pair.port(), connection(1, client, 0)))
                .connection(1)
                .client()
                .owner();

        assertThat(owner)
            .isEqualTo(new SocketOwner(SocketOwner.Kind.OTHER_PROCESS, child.pid(), "java"));
      } finally {
        child.destroy();
      }
    }
  }

  private static Process holdingClient(int port) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            HoldingClient.class.getName(),
            Integer.toString(port))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** A process that connects and keeps the connection until it is ended. */
  static final class HoldingClient {
    public static void main(String[] arguments) throws IOException {
      try (Socket socket =
          new Socket(java.net.InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]))) {
        System.exit(socket.getInputStream().read());
      }
    }
  }

  private static SocketFacts facts(SocketPair pair, int exchanges) {
    return SocketFacts.of(recording(pair.port(), connection(1, pair.clientAddress(), exchanges)));
  }

  static Recording recording(int port, RecordedConnection... connections) {
    return new Recording(
        "probe",
        "localhost:" + port,
        "an upstream that is not known yet",
        Instant.EPOCH,
        Duration.ZERO,
        Duration.ofSeconds(1),
        1,
        List.of(connections));
  }

  static RecordedConnection connection(int number, InetSocketAddress client, int exchanges) {
    RecordedConnection.Builder builder =
        RecordedConnection.builder(number, client, Duration.ofMillis(number));
    return exchanges == 0
        ? builder.build()
        : builder.exchanges(List.of(completeExchange(number))).build();
  }

  private static RecordedExchange completeExchange(int connection) {
    Duration at = Duration.ofMillis(10);
    RecordedRequest request =
        new RecordedRequest(
            "GET", "/", "HTTP/1.1", FramingHeaders.none(), BodyFraming.NONE, 0, at, at, true);
    return new RecordedExchange(connection, 1, request, List.of(), Optional.of(response(200)));
  }

  static RecordedResponse response(int status) {
    Duration at = Duration.ofMillis(10);
    return new RecordedResponse(
        status, "HTTP/1.1", FramingHeaders.none(), BodyFraming.CHUNKED, 4321, at, at, true);
  }
}
