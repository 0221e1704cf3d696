package io.github.connectionprobe.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The rules by which a line of the kernel's table is understood. */
class SocketStateTest {

  @Test
  void aFinThatWasNotReadYetIsNoUnreadByte() {
    SocketState socket = socket(TcpState.CLOSE_WAIT, 0, 1, SocketTimer.Kind.NONE, 7);

    assertThat(socket.unreadBytes()).isZero();
    assertThat(socket.endUnread()).isTrue();
    assertThat(socket.hungUpOnAndNotClosed()).isFalse();
  }

  @Test
  void bytesBeforeAFinCountWithoutIt() {
    SocketState socket = socket(TcpState.CLOSE_WAIT, 0, 501, SocketTimer.Kind.NONE, 7);

    assertThat(socket.unreadBytes()).isEqualTo(500);
  }

  @Test
  void aReadFinAndAnOpenSocketIsALeak() {
    assertThat(socket(TcpState.CLOSE_WAIT, 0, 0, SocketTimer.Kind.NONE, 7).hungUpOnAndNotClosed())
        .isTrue();
  }

  @Test
  void anEstablishedSocketOfNoProcessWasNotAccepted() {
    assertThat(socket(TcpState.ESTABLISHED, 0, 0, SocketTimer.Kind.NONE, 0).notAccepted()).isTrue();
    assertThat(socket(TcpState.ESTABLISHED, 0, 0, SocketTimer.Kind.NONE, 7).notAccepted())
        .isFalse();
    assertThat(socket(TcpState.FIN_WAIT_2, 0, 0, SocketTimer.Kind.TIME_WAIT, 0).notAccepted())
        .isFalse();
  }

  @Test
  void keepaliveIsUnknownWhileAnotherTimerHidesIt() {
    assertUnknown(
        socket(TcpState.ESTABLISHED, 9, 0, SocketTimer.Kind.RETRANSMISSION, 7),
        "the retransmission timer is in its place");
    assertUnknown(
        socket(TcpState.ESTABLISHED, 9, 0, SocketTimer.Kind.ZERO_WINDOW_PROBE, 7),
        "the zero-window timer is in its place");
    assertUnknown(
        socket(TcpState.ESTABLISHED, 9, 0, SocketTimer.Kind.NONE, 7),
        "9 bytes are still to be acknowledged");
    assertUnknown(
        socket(TcpState.FIN_WAIT_2, 0, 0, SocketTimer.Kind.TIME_WAIT, 0),
        "no process holds the socket any more");
    assertUnknown(
        socket(TcpState.LISTEN, 0, 0, SocketTimer.Kind.NONE, 7), "the socket is in LISTEN");
  }

  @Test
  void keepaliveIsOffWhereNoTimerRunsAndNothingIsUnderWay() {
    assertThat(socket(TcpState.ESTABLISHED, 0, 0, SocketTimer.Kind.NONE, 7).keepalive().armed())
        .isEqualTo(TcpKeepalive.Armed.NO);
  }

  private static void assertUnknown(SocketState socket, String reason) {
    assertThat(socket.keepalive())
        .isEqualTo(new TcpKeepalive(TcpKeepalive.Armed.UNKNOWN, Duration.ZERO, reason));
  }

  private static SocketState socket(
      TcpState state, long unacknowledged, long received, SocketTimer.Kind timer, long inode) {
    return new SocketState(
        new InetSocketAddress("127.0.0.1", 1),
        new InetSocketAddress("127.0.0.1", 2),
        state,
        unacknowledged,
        received,
        new SocketTimer(timer, Duration.ZERO),
        inode);
  }
}
