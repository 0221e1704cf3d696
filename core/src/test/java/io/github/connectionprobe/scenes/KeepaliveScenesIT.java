package io.github.connectionprobe.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.socket.KernelSettings;
import io.github.connectionprobe.socket.SocketFacts;
import io.github.connectionprobe.socket.TcpKeepalive;
import io.github.connectionprobe.socket.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * HTTP keep-alive and TCP keepalive have nothing to do with each other: here one client uses the
 * second without the first, and another the first without the second.
 */
@Timeout(60)
class KeepaliveScenesIT {

  @Test
  void tcpKeepaliveAndHttpKeepAliveAreToldApart() throws Exception {
    Tools.require("ss", "sysctl");
    try (RawServer server = new RawServer();
        RecordingProxy proxy = RecordingProxy.to(Upstream.of("127.0.0.1", server.port())).start();
        Socket probing = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        Socket reusing = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      probing.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 30);
      probing.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 5);
      probing.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
      probing.setKeepAlive(true);
      get(probing);
      get(reusing);
      get(reusing);

      Recording recording = proxy.recording();
      SocketFacts facts = SocketFacts.of(recording);

      int first = numberOf(recording, probing);
      TcpKeepalive armed = keepalive(facts, first);
      assertThat(recording.connection(first).reused()).isFalse();
      assertThat(armed.armed()).isEqualTo(TcpKeepalive.Armed.YES);
      assertThat(armed.left()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(31));
      int second = numberOf(recording, reusing);
      assertThat(recording.connection(second).reused()).isTrue();
      assertThat(keepalive(facts, second).armed()).isEqualTo(TcpKeepalive.Armed.NO);

      assertThat(ss(probing)).contains("timer:(keepalive,");
      assertThat(ss(reusing)).doesNotContain("timer:");
    }
  }

  @Test
  void theMachinesOwnTimesAreThoseThatSysctlTells() throws Exception {
    Tools.require("sysctl");
    KernelSettings settings = KernelSettings.read();

    assertThat(
            Arrays.asList(
                settings.keepaliveIdle().orElseThrow().toSeconds() + "",
                settings.keepaliveInterval().orElseThrow().toSeconds() + "",
                settings.keepaliveProbes().orElseThrow() + ""))
        .isEqualTo(
            Tools.run(
                    "sysctl",
                    "-n",
                    "net.ipv4.tcp_keepalive_time",
                    "net.ipv4.tcp_keepalive_intvl",
                    "net.ipv4.tcp_keepalive_probes")
                .lines()
                .toList());
  }

  private static void get(Socket socket) throws IOException {
    socket
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    InputStream in = socket.getInputStream();
    RawServer.path(in); // the head
    in.readNBytes(200);
  }

  private static int numberOf(Recording recording, Socket socket) {
    return recording.connections().stream()
        .filter(it -> it.client().getPort() == socket.getLocalPort())
        .findFirst()
        .orElseThrow()
        .number();
  }

  private static TcpKeepalive keepalive(SocketFacts facts, int connection) {
    return facts.connection(connection).client().socket().orElseThrow().keepalive();
  }

  private static String ss(Socket socket) throws Exception {
    return Tools.run("ss", "-tnoH", "sport = :" + socket.getLocalPort());
  }
}
