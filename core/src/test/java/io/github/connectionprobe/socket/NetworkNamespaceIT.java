package io.github.connectionprobe.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.RecordedConnection;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A client in a network namespace of its own, as in a container: a real one, made with ip. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class NetworkNamespaceIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final long ID = ProcessHandle.current().pid();
  private static final String NAMESPACE = "probe-" + ID;
  private static final String HERE = "pr" + ID % 100_000_000 + "h";
  private static final String THERE = "pr" + ID % 100_000_000 + "t";
  private static final String NETWORK = "10.213." + ID % 256 + ".";

  @BeforeEach
  void makeNamespace() throws Exception {
    Tools.require("ip");
    // Only an administrator may, and not in every container.
    Process allowed = new ProcessBuilder("ip", "netns", "add", NAMESPACE).start();
    String refusal =
        new String(allowed.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (allowed.waitFor() != 0) {
      Tools.missing("A network namespace cannot be made here: " + refusal + ".");
    }
    Tools.run("ip", "link", "add", HERE, "type", "veth", "peer", THERE, "netns", NAMESPACE);
    Tools.run("ip", "address", "add", NETWORK + "1/30", "dev", HERE);
    Tools.run("ip", "link", "set", HERE, "up");
    Tools.run("ip", "-n", NAMESPACE, "address", "add", NETWORK + "2/30", "dev", THERE);
    Tools.run("ip", "-n", NAMESPACE, "link", "set", THERE, "up");
  }

  @AfterEach
  void removeNamespace() throws Exception {
    // With it goes the pair of devices.
    new ProcessBuilder("ip", "netns", "delete", NAMESPACE).start().waitFor();
  }

  @Test
  void aClientInAnotherNamespaceIsUnavailableBothWhileItIsThereAndAfterwards() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        RecordingProxy proxy =
            RecordingProxy.to(Upstream.of("localhost", server.getLocalPort()))
                .listenOn(InetAddress.getByName(NETWORK + "1"))
                .start()) {
      Process client = client(proxy.port());
      try (Socket accepted = server.accept()) {
        // The client's byte shows that the way is complete.
        assertThat(accepted.getInputStream().read()).isEqualTo('!');

        ConnectionSockets open = SocketFacts.of(proxy.recording()).connection(1);

        assertUnavailable(open);
        assertThat(open.probe().socket()).hasValueSatisfying(this::isEstablishedWithTheClient);
        assertThat(SocketReport.clients(SocketFacts.of(proxy.recording()), Set.of()))
            .containsExactly(
                "  #1 client: unavailable, the client's socket is in another network namespace,",
                "      such as a container's, or on another machine");

        client.getOutputStream().close();
        assertThat(accepted.getInputStream().read()).isEqualTo(-1);
      }
      proxy.await(
          recording -> recording.connections().stream().noneMatch(RecordedConnection::open), LIMIT);

      assertUnavailable(SocketFacts.of(proxy.recording()).connection(1));
      assertThat(client.waitFor()).isZero();
    }
  }

  private static void assertUnavailable(ConnectionSockets sockets) {
    assertThat(sockets.client().isGone()).isFalse();
    assertThat(sockets.client().socket()).isEmpty();
    assertThat(sockets.client().unavailable())
        .hasValueSatisfying(reason -> assertThat(reason).contains("another network namespace"));
    assertThat(sockets.unreadResponseBytes()).isZero();
  }

  private void isEstablishedWithTheClient(SocketState socket) {
    assertThat(socket.state()).isEqualTo(TcpState.ESTABLISHED);
    assertThat(socket.remote().getAddress().getHostAddress()).isEqualTo(NETWORK + "2");
  }

  private static Process client(int port) throws IOException {
    return new ProcessBuilder(
            "ip",
            "netns",
            "exec",
            NAMESPACE,
            ProcessHandle.current().info().command().orElseThrow(),
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            Client.class.getName(),
            NETWORK + "1",
            Integer.toString(port))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Connects, sends a byte, and closes when nobody wants it any more. */
  static final class Client {
    public static void main(String[] arguments) throws IOException {
      try (Socket socket = new Socket(arguments[0], Integer.parseInt(arguments[1]));
          InputStream wanted = System.in) {
        socket.getOutputStream().write('!');
        System.exit(wanted.read() < 0 ? 0 : 1);
      }
    }
  }
}
