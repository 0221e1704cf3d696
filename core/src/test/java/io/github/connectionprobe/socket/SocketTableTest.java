package io.github.connectionprobe.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real sockets, judged by {@code ss} where it says something, and by what the sockets were told.
 */
@EnabledOnOs(OS.LINUX)
class SocketTableTest {

  @BeforeEach
  void needsTheTable() {
    SocketTable.read(0).unavailable().ifPresent(Tools::missing);
  }

  @Test
  void bothEndsOfAConnectionAreFound() throws IOException {
    try (SocketPair pair = new SocketPair()) {
      assertThat(pair.clientEnd(any -> true).state()).isEqualTo(TcpState.ESTABLISHED);
      assertThat(pair.acceptedEnd(any -> true).state()).isEqualTo(TcpState.ESTABLISHED);
    }
  }

  @Test
  void theEndsOfOneConnectionMayBeInDifferentFiles() throws IOException {
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.INET);
        Socket client = new Socket()) {
      listener.bind(new InetSocketAddress("127.0.0.1", 0));
      InetSocketAddress address = (InetSocketAddress) listener.getLocalAddress();
      client.connect(address);
      InetSocketAddress near = (InetSocketAddress) client.getLocalSocketAddress();

      SocketTable table = SocketTable.read(address.getPort());

      assertThat(table.end(near, address)).isPresent();
      assertThat(table.end(address, near)).isPresent();
    }
  }

  @Test
  void unreadBytesAreCounted() throws IOException {
    try (SocketPair pair = new SocketPair()) {
      pair.accepted.getOutputStream().write(new byte[1234]);

      SocketState client = pair.clientEnd(socket -> socket.unreadBytes() > 0);

      assertThat(client.unreadBytes()).isEqualTo(1234);
    }
  }

  @Test
  void armedKeepaliveIsSeenWithTheTimeLeft() throws IOException {
    try (SocketPair pair = new SocketPair()) {
      pair.client.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 30);
      assertThat(pair.clientEnd(any -> true).keepalive().armed())
          .as("an idle time alone arms nothing")
          .isEqualTo(TcpKeepalive.Armed.NO);

      pair.client.setKeepAlive(true);

      TcpKeepalive keepalive = pair.clientEnd(any -> true).keepalive();
      assertThat(keepalive.armed()).isEqualTo(TcpKeepalive.Armed.YES);
      assertThat(keepalive.left()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(31));
      assertThat(pair.acceptedEnd(any -> true).keepalive().armed())
          .isEqualTo(TcpKeepalive.Armed.NO);
    }
  }

  @Test
  void aConnectionThatNobodyAcceptsWaitsInTheQueue() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
      client.getOutputStream().write(new byte[10]);
      InetSocketAddress far = (InetSocketAddress) listener.getLocalSocketAddress();
      InetSocketAddress near = (InetSocketAddress) client.getLocalSocketAddress();
      SocketPair.end(far, near, socket -> socket.receiveQueue() == 10);

      SocketTable table = SocketTable.read(listener.getLocalPort());

      assertThat(table.acceptQueue(listener.getLocalPort())).hasValue(1);
      assertThat(table.notAccepted(listener.getLocalPort()))
          .singleElement()
          .satisfies(socket -> assertThat(socket.remote()).isEqualTo(near));
    }
  }

  @Test
  void aPortThatNobodyListensOnHasNoQueue() {
    assertThat(SocketTable.read().acceptQueue(1)).isEmpty();
  }

  /** A port may come back within the minute for which another test's TIME_WAIT stands there. */
  private static SocketPair pairOnAQuietPort() throws IOException {
    for (int attempt = 0; attempt < 100; attempt++) {
      SocketPair pair = new SocketPair();
      int port = pair.port();
      if (SocketTable.read(port).timeWaits(port).equals(new TimeWaits(port, 0, 0))) {
        return pair;
      }
      pair.close();
    }
    throw new IllegalStateException("A hundred ports in a row had sockets in TIME_WAIT");
  }

  @Test
  void theEndThatClosesFirstKeepsTheTimeWait() throws IOException {
    try (SocketPair pair = pairOnAQuietPort()) {
      pair.client.close();
      assertThat(pair.accepted.getInputStream().read()).isEqualTo(-1);
      pair.accepted.close();
      pair.clientEnd(socket -> socket.state() == TcpState.TIME_WAIT);

      assertThat(SocketTable.read(pair.port()).timeWaits(pair.port()))
          .isEqualTo(new TimeWaits(pair.port(), 1, 0));
    }
  }

  @Test
  void aServerThatClosesFirstKeepsTheTimeWait() throws IOException {
    try (SocketPair pair = pairOnAQuietPort()) {
      pair.accepted.close();
      assertThat(pair.client.getInputStream().read()).isEqualTo(-1);
      pair.client.close();
      pair.acceptedEnd(socket -> socket.state() == TcpState.TIME_WAIT);

      assertThat(SocketTable.read(pair.port()).timeWaits(pair.port()))
          .isEqualTo(new TimeWaits(pair.port(), 0, 1));
    }
  }

  @Test
  void aResetLeavesNoTimeWait() throws IOException {
    try (SocketPair pair = pairOnAQuietPort()) {
      InetSocketAddress near = pair.clientAddress();
      pair.client.setOption(StandardSocketOptions.SO_LINGER, 0);
      pair.client.close();

      SocketTable table = SocketTable.read(pair.port());

      assertThat(table.timeWaits(pair.port())).isEqualTo(new TimeWaits(pair.port(), 0, 0));
      assertThat(table.sockets()).noneMatch(socket -> socket.remote().equals(near));
    }
  }

  @Test
  void everySocketIsAsSsShowsIt() throws Exception {
    Tools.require("ss");
    try (SocketPair pair = pairOnAQuietPort();
        Socket unaccepted = new Socket(pair.listener.getInetAddress(), pair.port());
        Socket halfClosed = new Socket(pair.listener.getInetAddress(), pair.port());
        SocketChannel armed = SocketChannel.open(pair.listener.getLocalSocketAddress())) {
      armed.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      pair.accepted.getOutputStream().write(new byte[777]);
      halfClosed.shutdownOutput();
      unaccepted.getOutputStream().write(1);
      pair.clientEnd(socket -> socket.unreadBytes() == 777);

      String judged =
          Tools.run("ss", "-tanoH", "sport = :" + pair.port() + " or dport = :" + pair.port());

      assertThat(SocketTable.read(pair.port()).sockets().stream().map(SocketTableTest::asSs))
          .hasSize(9)
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(judged.split("\n")).map(SocketTableTest::fromSs).toList());
    }
  }

  /** State, both queues, addresses, and whether a keepalive timer runs. */
  private static String fromSs(String line) {
    String[] fields = line.strip().split("\\s+");
    boolean listens = fields[0].equals("LISTEN");
    return String.join(
        " ",
        fields[0],
        fields[1],
        listens ? "0" : fields[2],
        fields[3].replace("::ffff:", ""),
        listens ? "-" : fields[4].replace("::ffff:", ""),
        line.contains("timer:(keepalive") ? "keepalive" : "");
  }

  private static String asSs(SocketState socket) {
    boolean listens = socket.state() == TcpState.LISTEN;
    return String.join(
        " ",
        socket.state().name().replace("ESTABLISHED", "ESTAB").replace('_', '-'),
        Long.toString(socket.receiveQueue()),
        Long.toString(socket.unacknowledgedBytes()),
        bracketed(socket.local()),
        listens ? "-" : bracketed(socket.remote()),
        socket.keepalive().armed() == TcpKeepalive.Armed.YES ? "keepalive" : "");
  }

  private static String bracketed(InetSocketAddress address) {
    // ss shows an IPv4 address inside an IPv6 socket in brackets.
    return "[" + address.getAddress().getHostAddress() + "]:" + address.getPort();
  }

  @Test
  void withoutTheFileTheReasonIsGiven(@TempDir Path empty) {
    SocketTable table = SocketTable.read(new Proc(empty), port -> true);

    assertThat(table.unavailable()).hasValue(empty.resolve("self/net/tcp") + " cannot be read");
    assertThat(table.sockets()).isEmpty();
  }

  @Test
  void aFileInAnotherFormIsUnavailableAndNoError(@TempDir Path root) throws IOException {
    Path net = Files.createDirectories(root.resolve("self/net"));
    Files.writeString(net.resolve("tcp"), "head\n  0: nonsense\n");

    SocketTable table = SocketTable.read(new Proc(root), port -> true);

    assertThat(table.unavailable())
        .hasValueSatisfying(
            reason ->
                assertThat(reason)
                    .startsWith(net.resolve("tcp") + " cannot be read: line 2 is not"));
  }

  @Test
  void aSocketThatTheKernelSaysTwiceIsOne(@TempDir Path root) throws IOException {
    Path net = Files.createDirectories(root.resolve("self/net"));
    String waiting = line("0100007F:8414 0100007F:A5A9 06", 0);
    String reused = line("0100007F:8414 0100007F:A5A9 01", 4711);
    Files.writeString(
        net.resolve("tcp"),
        "head\n"
            + waiting
            + reused
            + waiting
            + reused
            + line("00000000:A5A9 00000000:0000 0A", 12));

    SocketTable table = SocketTable.read(new Proc(root), port -> true);

    assertThat(table.unavailable()).isEmpty();
    assertThat(table.sockets())
        .extracting(SocketState::state)
        .containsExactly(TcpState.TIME_WAIT, TcpState.ESTABLISHED, TcpState.LISTEN);
    assertThat(table.timeWaits(0xA5A9).connecting()).isEqualTo(1);
  }

  private static String line(String socket, int inode) {
    return "   1: "
        + socket
        + " 00000000:00000000 00:00000000 00000000     0        0 "
        + inode
        + " 1 0000\n";
  }

  @Test
  void aKernelWithoutIpv6IsNoReasonToGiveUp(@TempDir Path root) throws IOException {
    Path net = Files.createDirectories(root.resolve("self/net"));
    Files.writeString(net.resolve("tcp"), "head\n");

    SocketTable table = SocketTable.read(new Proc(root), port -> true);

    assertThat(table.unavailable()).isEmpty();
    assertThat(table.sockets()).isEqualTo(List.of());
  }
}
