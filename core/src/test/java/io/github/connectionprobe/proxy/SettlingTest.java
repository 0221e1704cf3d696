package io.github.connectionprobe.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.ConnectionEnd;
import io.github.connectionprobe.recording.EndKind;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Facts that had reached the kernel are in the recording, in the order in which they reached it,
 * with both cores busy and without anybody sleeping.
 */
@Isolated("it keeps every core busy on purpose")
class SettlingTest {

  private static final int ITERATIONS = Integer.getInteger("connectionprobe.test.settlings", 2_000);

  private final AtomicBoolean stop = new AtomicBoolean();
  private final List<Thread> busy = new ArrayList<>();
  private ServerSocket upstream;
  private RecordingProxy proxy;

  /** The ways in which a peer can end; what was sent before is still to be read in some of them. */
  private enum Ending {
    CLIENT_FIN(Side.CLIENT, EndKind.FIN),
    CLIENT_RST(Side.CLIENT, EndKind.RST),
    CLIENT_DATA_THEN_FIN(Side.CLIENT, EndKind.FIN),
    SERVER_FIN(Side.SERVER, EndKind.FIN),
    SERVER_RST(Side.SERVER, EndKind.RST),
    SERVER_DATA_THEN_FIN(Side.SERVER, EndKind.FIN);

    private final Side side;
    private final EndKind kind;

    Ending(Side side, EndKind kind) {
      this.side = side;
      this.kind = kind;
    }

    void perform(Socket client, Socket server) throws IOException {
      Socket ender = side == Side.CLIENT ? client : server;
      if (kind == EndKind.RST) {
        ender.setSoLinger(true, 0);
      }
      if (name().contains("DATA")) {
        ender.getOutputStream().write(new byte[48 * 1024]);
      }
      ender.close();
    }
  }

  @BeforeEach
  void keepBothCoresBusy() throws IOException {
    upstream = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    proxy = RecordingProxy.to(Upstream.of("localhost", upstream.getLocalPort())).start();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Thread thread =
          new Thread(
              () -> {
                SplittableRandom random = new SplittableRandom(1);
                while (!stop.get()) {
                  random.nextLong();
                }
              });
      thread.setDaemon(true);
      thread.start();
      busy.add(thread);
    }
  }

  @AfterEach
  void stopEverything() throws Exception {
    stop.set(true);
    for (Thread thread : busy) {
      thread.join();
    }
    proxy.close();
    upstream.close();
  }

  @Test
  @Timeout(300)
  void whatReachedTheKernelBeforeTheCallIsInTheRecording() throws Exception {
    List<String> missed = new ArrayList<>();
    Recording before = proxy.recording();
    for (int i = 0; i < ITERATIONS; i++) {
      Ending ending = Ending.values()[i % Ending.values().length];
      try (Socket client = connect();
          Socket server = upstream.accept()) {
        exchangeOneByte(client, server);
        ending.perform(client, server);
        Recording recording = proxy.recording().since(before);
        RecordedConnection connection =
            recording.connections().get(recording.connections().size() - 1);
        if (connection.end(ending.side).map(ConnectionEnd::kind).orElse(null) != ending.kind) {
          missed.add(i + ": " + ending + " gave " + connection.ends());
        }
        before = i % 100 == 0 ? restart() : before;
      }
    }
    assertThat(missed).isEmpty();
  }

  @Test
  @Timeout(300)
  void aConnectionOpenedAfterAnotherWasClosedIsNeverRecordedBeforeThatClose() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < ITERATIONS; i++) {
      Ending ending = Ending.values()[i % 3];
      try (Socket first = connect();
          Socket firstServer = upstream.accept()) {
        exchangeOneByte(first, firstServer);
        ending.perform(first, firstServer);
        try (Socket second = connect();
            Socket secondServer = upstream.accept()) {
          exchangeOneByte(second, secondServer);
          List<RecordedConnection> connections = proxy.recording().connections();
          RecordedConnection closed = connections.get(connections.size() - 2);
          RecordedConnection opened = connections.get(connections.size() - 1);
          boolean inOrder =
              closed.end().isPresent() && closed.end().get().at().compareTo(opened.openedAt()) <= 0;
          if (!inOrder) {
            wrong.add(i + ": " + ending + " " + closed.end() + ", opened " + opened.openedAt());
          }
        }
      }
      if (i % 100 == 0) {
        restart();
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** A new proxy, so that no reading has to copy thousands of connections. */
  private Recording restart() {
    proxy.close();
    proxy = RecordingProxy.to(Upstream.of("localhost", upstream.getLocalPort())).start();
    return proxy.recording();
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
  }

  private static void exchangeOneByte(Socket client, Socket server) throws IOException {
    client.getOutputStream().write(1);
    expectOneByte(server.getInputStream());
    server.getOutputStream().write(2);
    expectOneByte(client.getInputStream());
  }

  private static void expectOneByte(InputStream in) throws IOException {
    if (in.read() < 0) {
      throw new UncheckedIOException(new IOException("The connection ended before its byte came"));
    }
  }
}
