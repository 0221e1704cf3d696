package io.github.connectionprobe.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.UpstreamFailure;
import io.github.connectionprobe.socket.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A probe in a network namespace with eight ephemeral ports. */
@EnabledOnOs(OS.LINUX)
class EphemeralPortsIT {

  private static final String NAMESPACE = "probe-ports-" + ProcessHandle.current().pid();

  @BeforeEach
  void makeNamespace() throws Exception {
    Tools.require("ip", "sh");
    orSkip("ip", "netns", "add", NAMESPACE);
    Tools.run("ip", "-n", NAMESPACE, "link", "set", "lo", "up");
    String range = "echo 40000 40007 > /proc/sys/net/ipv4/ip_local_port_range";
    orSkip("ip", "netns", "exec", NAMESPACE, "sh", "-c", range);
  }

  private static void orSkip(String... command) throws Exception {
    Process allowed = new ProcessBuilder(command).start();
    String refusal =
        new String(allowed.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (allowed.waitFor() != 0) {
      Tools.missing(String.join(" ", command) + " is not possible here: " + refusal + ".");
    }
  }

  @AfterEach
  void removeNamespace() throws Exception {
    new ProcessBuilder("ip", "netns", "delete", NAMESPACE).start().waitFor();
  }

  @Test
  void withoutEphemeralPortsClientsAreResetItSaysWhyAndItRecovers() throws Exception {
    String said =
        Tools.run(
            "ip",
            "netns",
            "exec",
            NAMESPACE,
            ProcessHandle.current().info().command().orElseThrow(),
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            Inside.class.getName());

    assertThat(said.lines().filter(line -> line.equals("answered"))).hasSize(8);
    assertThat(said.lines().filter(line -> line.equals("reset"))).hasSize(4);
    assertThat(said)
        .contains("UNREACHABLE 127.0.0.1")
        .contains("Cannot assign requested address (no ephemeral port is left for this destination")
        .contains("12 opened, 4 without an upstream")
        .contains("afterwards answered");
  }

  /** Runs in the namespace. */
  static final class Inside {

    private static final int FIRST_CLIENT_PORT = 50_000;
    private static final int CLIENTS = 12;

    public static void main(String[] arguments) throws Exception {
      InetAddress loopback = InetAddress.getByName("127.0.0.1");
      List<Socket> clients = new ArrayList<>();
      try (ServerSocket server = new ServerSocket(30_001, 50, loopback);
          RecordingProxy proxy =
              RecordingProxy.to(Upstream.of("127.0.0.1", 30_001)).port(30_002).start()) {
        Thread accepting = new Thread(() -> accept(server));
        accepting.setDaemon(true);
        accepting.start();
        for (int i = 0; i < CLIENTS; i++) {
          // A port from outside the range, so that the probe alone runs out of them.
          Socket client = new Socket(loopback, 30_002, loopback, FIRST_CLIENT_PORT + i);
          clients.add(client);
          System.out.println(outcome(client));
        }
        List<RecordedConnection> connections = proxy.recording().connections();
        List<UpstreamFailure> failures =
            connections.stream().flatMap(c -> c.upstreamFailure().stream()).toList();
        failures.forEach(
            f -> System.out.println(f.kind().name() + " " + f.detail().replace("/", "")));
        System.out.println(
            connections.size() + " opened, " + failures.size() + " without an upstream");
        for (Socket client : clients) {
          client.setSoLinger(true, 0);
          client.close();
        }
        proxy.await(
            r -> r.connections().stream().noneMatch(RecordedConnection::open),
            Duration.ofSeconds(20));
        try (Socket later = new Socket(loopback, 30_002, loopback, FIRST_CLIENT_PORT + CLIENTS)) {
          System.out.println("afterwards " + outcome(later));
        }
      }
      System.exit(0);
    }

    private static void accept(ServerSocket server) {
      List<Socket> accepted = new ArrayList<>();
      try {
        while (true) {
          Socket socket = server.accept();
          accepted.add(socket);
          socket.getOutputStream().write('!');
        }
      } catch (IOException closed) {
        System.err.println(accepted.size() + " accepted");
      }
    }

    private static String outcome(Socket client) {
      try {
        client.setSoTimeout(20_000);
        return client.getInputStream().read() == '!' ? "answered" : "ended";
      } catch (IOException reset) {
        return "reset";
      }
    }
  }
}
