package io.github.connectionprobe.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.Recording;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a test waits for, apart from its traffic. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class ProxyBenchmark {

  private static final int CONNECTIONS = 100;

  private final List<Socket> open = new ArrayList<>();
  private ServerSocket server;
  private RecordingProxy proxy;

  /** Opens a hundred connections through a proxy, and leaves them idle. */
  @Setup(Level.Trial)
  public void connect() throws IOException {
    server = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    proxy = RecordingProxy.to(upstream()).start();
    for (int i = 0; i < CONNECTIONS; i++) {
      Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
      client.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(US_ASCII));
      open.add(client);
      open.add(server.accept());
    }
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    proxy.close();
    for (Socket socket : open) {
      socket.close();
    }
    server.close();
  }

  @Benchmark
  public void startAndStop() {
    RecordingProxy.to(upstream()).start().close();
  }

  @Benchmark
  public Recording settleAndSnapshotOfHundred() {
    Recording recording = proxy.recording();
    if (recording.opened() != CONNECTIONS) {
      throw new IllegalStateException(recording.opened() + " connections were recorded");
    }
    return recording;
  }

  private Upstream upstream() {
    return Upstream.of("127.0.0.1", server.getLocalPort());
  }
}
