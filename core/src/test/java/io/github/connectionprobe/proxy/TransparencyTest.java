package io.github.connectionprobe.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.connectionprobe.recording.ConnectionState;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.Side;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever two peers say to each other, in whatever pieces: the proxy changes none of it. */
class TransparencyTest {

  private static final int CASES = Integer.getInteger("connectionprobe.test.conversations", 2_000);

  private static final long FIRST_SEED = Long.getLong("connectionprobe.test.seed", 0);

  /** Conversations at the same time, so that the loop has more than one of them in a turn. */
  private static final int AT_ONCE = 3;

  /** So that no reading has to copy thousands of connections. */
  private static final int PER_PROXY = 100;

  private static final int DEADLINE_MILLIS = 20_000;

  private final AtomicLong next = new AtomicLong(FIRST_SEED);

  @Test
  @Timeout(300)
  void bytesOrderAndTotalsAreWhatTheyWouldBeWithoutAProxy() throws Exception {
    Together.run(this::converse, this::converse, this::converse);
    assertThat(next.get()).isEqualTo(FIRST_SEED + CASES + AT_ONCE);
  }

  private void converse() throws Exception {
    try (ServerSocket upstream = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      upstream.setSoTimeout(DEADLINE_MILLIS);
      long seed = next.getAndIncrement();
      while (seed < FIRST_SEED + CASES) {
        try (RecordingProxy proxy =
            RecordingProxy.to(Upstream.of("127.0.0.1", upstream.getLocalPort())).start()) {
          for (int i = 0; i < PER_PROXY && seed < FIRST_SEED + CASES; i++) {
            try {
              converse(Traffic.random(seed), proxy, upstream);
            } catch (Exception | AssertionError failed) {
              throw new AssertionError(
                  "Conversation failed; again with -Dconnectionprobe.test.conversations=1"
                      + (" -Dconnectionprobe.test.seed=" + seed),
                  failed);
            }
            seed = next.getAndIncrement();
          }
        }
      }
    }
  }

  private static void converse(Traffic traffic, RecordingProxy proxy, ServerSocket upstream)
      throws Exception {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        Socket server = upstream.accept()) {
      for (Socket socket : List.of(client, server)) {
        socket.setSoTimeout(DEADLINE_MILLIS);
        socket.setTcpNoDelay(true);
      }
      Received byClient = new Received();
      Received byServer = new Received();
      boolean fins = traffic.ending() == Traffic.Ending.HALF_CLOSES;
      Together.run(
          () -> send(client, traffic.client(), byServer, byClient, fins),
          () -> send(server, traffic.server(), byClient, byServer, fins),
          () -> byServer.receive(server, traffic.client(), fins),
          () -> byClient.receive(client, traffic.server(), fins));

      assertThat(byServer.bytes()).isEqualTo(traffic.client().bytes());
      assertThat(byClient.bytes()).isEqualTo(traffic.server().bytes());
      if (traffic.ending() == Traffic.Ending.CLIENT_RST) {
        reset(client, server);
      } else if (traffic.ending() == Traffic.Ending.SERVER_RST) {
        reset(server, client);
      }
      RecordedConnection recorded =
          last(proxy.await(r -> !last(r).open(), Duration.ofMillis(DEADLINE_MILLIS)));
      assertThat(recorded.client().getPort()).isEqualTo(client.getLocalPort());
      assertThat(recorded.bytesFrom(Side.CLIENT)).isEqualTo(traffic.client().bytes().length);
      assertThat(recorded.bytesFrom(Side.SERVER)).isEqualTo(traffic.server().bytes().length);
      assertThat(recorded.state())
          .isEqualTo(
              switch (traffic.ending()) {
                case HALF_CLOSES -> ConnectionState.SF;
                case CLIENT_RST -> ConnectionState.RSTO;
                case SERVER_RST -> ConnectionState.RSTR;
              });
    }
  }

  private static void send(
      Socket socket, Traffic.Stream stream, Received byOther, Received byItself, boolean fin)
      throws Exception {
    OutputStream out = socket.getOutputStream();
    int sent = 0;
    for (Traffic.Piece piece : stream.pieces()) {
      if (piece.pause()) {
        byOther.await(sent);
      }
      byItself.await(piece.after());
      out.write(stream.bytes(), sent, piece.length());
      sent += piece.length();
    }
    if (fin) {
      socket.shutdownOutput();
    }
  }

  private static void reset(Socket one, Socket other) throws IOException {
    one.setSoLinger(true, 0);
    one.close();
    try {
      assertThat(other.getInputStream().read()).as("read instead of a reset").isNull();
    } catch (IOException reset) {
      assertThat(reset).isInstanceOf(SocketException.class);
    }
  }

  private static RecordedConnection last(Recording recording) {
    return recording.connections().get(recording.connections().size() - 1);
  }

  /** What a peer has received, for another thread to wait for. */
  private static final class Received {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void receive(Socket socket, Traffic.Stream stream, boolean toTheEnd) throws IOException {
      InputStream in = socket.getInputStream();
      byte[] block = new byte[stream.readSize()];
      while (toTheEnd || size() < stream.bytes().length) {
        int read = in.read(block);
        if (read < 0) {
          return;
        }
        add(block, read);
      }
    }

    private synchronized void add(byte[] block, int length) {
      bytes.write(block, 0, length);
      notifyAll();
    }

    synchronized void await(int size) throws InterruptedException, TimeoutException {
      long deadline = System.nanoTime() + DEADLINE_MILLIS * 1_000_000L;
      while (bytes.size() < size) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new TimeoutException("Only " + bytes.size() + " of " + size + " bytes arrived");
        }
        wait(left);
      }
    }

    synchronized int size() {
      return bytes.size();
    }

    synchronized byte[] bytes() {
      return bytes.toByteArray();
    }
  }
}
