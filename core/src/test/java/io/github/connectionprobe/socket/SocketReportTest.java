package io.github.connectionprobe.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SocketReportTest {

  private static final SocketOwner CURL =
      new SocketOwner(SocketOwner.Kind.OTHER_PROCESS, 4711, "curl");

  @Test
  void aClientsEndIsToldInALine() {
    assertThat(clients(client(1, TcpState.ESTABLISHED, 0, SocketTimer.Kind.KEEPALIVE, CURL, 0)))
        .containsExactly(
            "  #1 client: ESTABLISHED in curl (pid 4711), TCP keepalive armed, 4.9 s left");
  }

  @Test
  void whatMattersComesFirstAndNoLineIsTooLong() {
    List<String> lines =
        SocketReport.clients(
            facts(client(1, TcpState.ESTABLISHED, 1, SocketTimer.Kind.RETRANSMISSION, CURL, 1)),
            Set.of(1));

    assertThat(lines)
        .containsExactly(
            "  #1 client: ESTABLISHED in curl (pid 4711), 1 byte of a response never read,   <<<<<",
            "      TCP keepalive unknown: the retransmission timer is in its place")
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
  }

  @Test
  void aServerThatHungUpIsTold() {
    assertThat(clients(client(1, TcpState.CLOSE_WAIT, 0, SocketTimer.Kind.NONE, CURL, 0)))
        .containsExactly(
            "  #1 client: CLOSE_WAIT in curl (pid 4711), a leak: the server hung up and nobody closed it,",
            "      TCP keepalive not armed");
    assertThat(clients(client(1, TcpState.CLOSE_WAIT, 8, SocketTimer.Kind.NONE, CURL, 0)))
        .containsExactly(
            "  #1 client: CLOSE_WAIT in curl (pid 4711), 7 bytes not read yet, the server's end not read yet,",
            "      TCP keepalive not armed");
  }

  @Test
  void ofManyConnectionsTheMarkedOnesAreListedFirst() {
    List<String> lines =
        SocketReport.clients(
            facts(
                IntStream.rangeClosed(1, 2000)
                    .mapToObj(
                        i -> client(i, TcpState.ESTABLISHED, 0, SocketTimer.Kind.NONE, CURL, 0))
                    .toArray(ConnectionSockets[]::new)),
            Set.of(1500));

    assertThat(lines).hasSize(11);
    assertThat(lines.get(8)).startsWith("  #9 client:");
    assertThat(lines.get(9)).startsWith("  #1500 client:").endsWith("   <<<<<");
    assertThat(lines.get(10)).isEqualTo("  and 1,990 more");
  }

  @Test
  void whatIsGoneOrWaitsOutItsTimeIsLeftOut() {
    assertThat(
            clients(
                client(1, TcpState.TIME_WAIT, 0, SocketTimer.Kind.TIME_WAIT, SocketOwner.NOBODY, 0),
                new ConnectionSockets(2, SocketEnd.gone(), SocketEnd.gone(), 0)))
        .isEmpty();
  }

  @Test
  void whatCannotBeSeenIsToldWithTheReason() {
    SocketEnd away = SocketEnd.unavailable("word ".repeat(30).strip());

    assertThat(clients(new ConnectionSockets(1, away, away, 0)))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100))
        .satisfies(it -> assertThat(it.get(0)).startsWith("  #1 client: unavailable, word word"));
  }

  @Test
  void whereNothingCanBeSeenTheReasonIsAllThereIs() {
    SocketFacts facts =
        new SocketFacts(
            List.of(),
            new TimeWaits(9201, 0, 0),
            Optional.empty(),
            Optional.empty(),
            Optional.of(
                "it is read from /proc/self/net/tcp, which Windows Server 2022 does not have"));

    assertThat(SocketReport.unavailable(facts))
        .containsExactly(
            "What the kernel knows of the sockets is unavailable: it is read from /proc/self/net/tcp,",
            "      which Windows Server 2022 does not have");
    assertThat(SocketReport.unavailable(facts())).isEmpty();
  }

  @Test
  void aProcessCannotWriteToTheTerminalByItsName() {
    SocketOwner evil = new SocketOwner(SocketOwner.Kind.OTHER_PROCESS, 1, "\u001b[2J\n");

    assertThat(clients(client(1, TcpState.ESTABLISHED, 0, SocketTimer.Kind.NONE, evil, 0)))
        .containsExactly(
            "  #1 client: ESTABLISHED in \\u001b[2J\\u000a (pid 1), TCP keepalive not armed");
  }

  @Test
  void timeWaitsAreToldBySide() {
    assertThat(SocketReport.timeWaits(facts()))
        .containsExactly(
            "  TIME_WAIT between client and probe: 1 on the client's side, 2 on the listening side of"
                + " port 9201",
            "  TIME_WAIT on the upstream's port: 3 on the connecting side, 4 on the listening side of"
                + " port 9200")
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
  }

  @Test
  void connectionsThatTheServerHasNotAcceptedAreCounted() {
    ConnectionSockets any =
        client(1, TcpState.ESTABLISHED, 0, SocketTimer.Kind.NONE, SocketOwner.NOBODY, 0);
    SocketState waiting = any.client().socket().orElseThrow();

    assertThat(SocketReport.notAccepted(queue(waiting)))
        .containsExactly("  Not accepted by the server at port 9200: 1 connection");
    assertThat(SocketReport.notAccepted(queue(waiting, waiting)))
        .containsExactly("  Not accepted by the server at port 9200: 2 connections");
    assertThat(SocketReport.notAccepted(queue())).isEmpty();
    assertThat(SocketReport.notAccepted(facts())).isEmpty();
  }

  private static SocketFacts queue(SocketState... waiting) {
    return new SocketFacts(
        List.of(),
        new TimeWaits(9201, 0, 0),
        Optional.empty(),
        Optional.of(new AcceptQueue(9200, List.of(waiting))),
        Optional.empty());
  }

  private static List<String> clients(ConnectionSockets... connections) {
    return SocketReport.clients(facts(connections), Set.of());
  }

  private static SocketFacts facts(ConnectionSockets... connections) {
    return new SocketFacts(
        Stream.of(connections).toList(),
        new TimeWaits(9201, 1, 2),
        Optional.of(new TimeWaits(9200, 3, 4)),
        Optional.empty(),
        Optional.empty());
  }

  private static ConnectionSockets client(
      int number,
      TcpState state,
      long queued,
      SocketTimer.Kind timer,
      SocketOwner owner,
      long unread) {
    SocketState socket =
        new SocketState(
            new InetSocketAddress("127.0.0.1", 40_000),
            new InetSocketAddress("127.0.0.1", 9201),
            state,
            0,
            queued,
            new SocketTimer(timer, Duration.ofMillis(4900)),
            owner == SocketOwner.NOBODY ? 0 : 99);
    return new ConnectionSockets(
        number, SocketEnd.present(socket, owner), SocketEnd.gone(), unread);
  }
}
