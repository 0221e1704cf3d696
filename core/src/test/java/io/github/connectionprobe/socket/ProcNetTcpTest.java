package io.github.connectionprobe.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class ProcNetTcpTest {

  private static final String HEAD =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
          + " inode\n";

  @Test
  void everyFieldOfAnIpv4LineIsRead() {
    SocketState socket =
        only(
            "   0: 0100007F:1F90 0100007F:D431 01 0000000A:00000400 02:00000B9E 00000000  1000"
                + "        0 4294967299 2 00000000b15a5f5c 20 4 30 10 -1\n");

    assertThat(socket)
        .isEqualTo(
            new SocketState(
                new InetSocketAddress("127.0.0.1", 8080),
                new InetSocketAddress("127.0.0.1", 54321),
                TcpState.ESTABLISHED,
                10,
                1024,
                new SocketTimer(SocketTimer.Kind.KEEPALIVE, Duration.ofMillis(29_740)),
                4_294_967_299L));
  }

  @Test
  void anIpv4AddressInAnIpv6LineIsTheIpv4Address() {
    SocketState socket =
        only(
            "   1: 0000000000000000FFFF00000100007F:1F90 0000000000000000FFFF00000200007F:D431 08"
                + " 00000000:00000001 00:00000000 00000000     0        0 77 1 0 20 0 0 10 -1\n");

    assertThat(socket.local()).isEqualTo(new InetSocketAddress("127.0.0.1", 8080));
    assertThat(socket.remote()).isEqualTo(new InetSocketAddress("127.0.0.2", 54321));
  }

  @Test
  void anIpv6AddressIsReadWordByWord() {
    SocketState socket =
        only(
            "   1: B80D0120000000000000000001000000:1F90 00000000000000000000000001000000:D431 01"
                + " 00000000:00000000 00:00000000 00000000     0        0 77 1 0 20 0 0 10 -1\n");

    assertThat(socket.local()).isEqualTo(new InetSocketAddress("2001:db8::1", 8080));
    assertThat(socket.remote()).isEqualTo(new InetSocketAddress("::1", 54321));
  }

  @Test
  void aBigEndianMachinePrintsTheSameAddressTheOtherWayRound() {
    List<SocketState> sockets =
        parse(
            HEAD + line("7F000001:1F90", "0A000005:D431", "01"),
            ByteOrder.BIG_ENDIAN,
            port -> true);

    assertThat(sockets.get(0).remote()).isEqualTo(new InetSocketAddress("10.0.0.5", 54321));
  }

  @Test
  void aListenerHasAQueueAndNoUnreadBytes() {
    SocketState socket =
        only(
            "  12: 0100007F:1F90 00000000:0000 0A 00000000:00000003 00:00000000 00000000     0"
                + "        0 1050 1 00000000069daffd 100 0 0 10 0\n");

    assertThat(socket.state()).isEqualTo(TcpState.LISTEN);
    assertThat(socket.receiveQueue()).isEqualTo(3);
    assertThat(socket.unreadBytes()).isZero();
  }

  @Test
  void onlyLinesWithAWantedPortAtEitherEndAreKept() {
    String text =
        HEAD
            + line("0100007F:1F90", "0100007F:D431", "01")
            + line("0100007F:D431", "0100007F:1F90", "01")
            + line("0100007F:0016", "0100007F:0017", "01");

    assertThat(parse(text, ByteOrder.LITTLE_ENDIAN, port -> port == 8080)).hasSize(2);
  }

  @Test
  void aLastLineWithoutItsEndIsLeftOut() {
    String whole = line("0100007F:1F90", "0100007F:D431", "01");

    assertThat(parse(HEAD + whole + whole.substring(0, 30), ByteOrder.LITTLE_ENDIAN, port -> true))
        .hasSize(1);
  }

  @Test
  void aTableOfNoSocketsIsEmpty() {
    assertThat(parse(HEAD, ByteOrder.LITTLE_ENDIAN, port -> true)).isEmpty();
    assertThat(parse("", ByteOrder.LITTLE_ENDIAN, port -> true)).isEmpty();
  }

  @Test
  void anUnknownShapeIsToldWithItsLine() {
    String text = HEAD + line("0100007F:1F90", "0100007F:D431", "01") + "something else\n";

    assertThatThrownBy(() -> parse(text, ByteOrder.LITTLE_ENDIAN, port -> true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("line 3 is not in the known form: 's' stands where a number should");
  }

  @Test
  void anUnknownStateIsToldWithItsLine() {
    String text = HEAD + line("0100007F:1F90", "0100007F:D431", "2A");

    assertThatThrownBy(() -> parse(text, ByteOrder.LITTLE_ENDIAN, port -> true))
        .hasMessage("line 2 is not in the known form: no TCP state has the number 42");
  }

  private static String line(String local, String remote, String state) {
    return "   0: "
        + local
        + " "
        + remote
        + " "
        + state
        + " 00000000:00000000 00:00000000 00000000     0        0 4711 2 0 20 4 30 10 -1\n";
  }

  private static SocketState only(String line) {
    List<SocketState> sockets = parse(HEAD + line, ByteOrder.LITTLE_ENDIAN, port -> true);
    assertThat(sockets).hasSize(1);
    return sockets.get(0);
  }

  private static List<SocketState> parse(String text, ByteOrder order, IntPredicate wanted) {
    List<SocketState> sockets = new ArrayList<>();
    ProcNetTcp.parse(text.getBytes(StandardCharsets.US_ASCII), order, wanted, sockets::add);
    return sockets;
  }
}
