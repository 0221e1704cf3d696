package io.github.connectionprobe.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.FlightRecorder;
import org.junit.jupiter.api.Test;

/** Probes in a Java that has no flight recorder, such as one made by jlink. */
class WithoutJfrTest {

  /** What Netty, and nothing more than Netty, is in need of. */
  private static final String MODULES = "java.base,java.logging,jdk.unsupported";

  @Test
  void probesWorkWhereJavaHasNoFlightRecorder() throws IOException, InterruptedException {
    assertThat(run("--limit-modules", MODULES))
        .contains("jdk.jfr is absent", "recorded: 1 connection, SF");
  }

  /** Setting one up takes a good part of a second, in which no connection would get on. */
  @Test
  void probesSetNoFlightRecorderUp() throws IOException, InterruptedException {
    assertThat(run()).contains("recorded: 1 connection, SF", "flight recorder is set up: false");
  }

  private static List<String> run(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
    Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(java.waitFor()).as(said).isZero();
    return said.lines().toList();
  }

  @Test
  void whereThereIsOneItIsUsed() {
    assertThat(Recorders.present()).isTrue();
    assertThat(Flight.of("probe")).isInstanceOf(JfrFlight.class);
  }

  /** One connection through a probe, and what was recorded of it. */
  static final class Program {

    private Program() {}

    public static void main(String[] arguments) throws IOException {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      try (ServerSocket server = new ServerSocket(0, 1, loopback);
          RecordingProxy proxy =
              RecordingProxy.to(Upstream.of("127.0.0.1", server.getLocalPort())).start()) {
        try (Socket client = new Socket(loopback, proxy.port());
            Socket accepted = server.accept()) {
          client.shutdownOutput();
          if (accepted.getInputStream().read() >= 0) {
            throw new IOException("There is more than a FIN");
          }
        }
        var recording =
            proxy.await(it -> it.opened() == 1 && it.stillOpen() == 0, Duration.ofSeconds(20));
        System.out.println(
            "recorded: 1 connection, " + recording.connections().get(0).state().name());
        System.out.println(
            ModuleLayer.boot().findModule("jdk.jfr").isPresent()
                ? "flight recorder is set up: " + FlightRecorder.isInitialized()
                : "jdk.jfr is absent");
      }
    }
  }
}
