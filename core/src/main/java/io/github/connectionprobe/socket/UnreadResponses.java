package io.github.connectionprobe.socket;

import io.github.connectionprobe.recording.Protocol;
import io.github.connectionprobe.recording.RecordedConnection;
import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Recording;
import io.github.connectionprobe.recording.RecordingSource;
import io.github.connectionprobe.recording.Side;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the responses that reached a client's socket and were left there: the certain sign that the
 * application neither read nor closed them.
 *
 * <pre>{@code
 * Map<Integer, Long> unread = UnreadResponses.find(probe.recording(), probe);
 * // {1=11876}: so many bytes of the last response of #1 are still in the client's socket
 * }</pre>
 *
 * <p>A response of HTTP/1 counts where it was relayed to its end, is the last thing that happened
 * on a connection which neither peer has ended, and leaves the same number of bytes in the socket
 * of a living process at two looks a quarter of a second apart. A client that is merely slow reads
 * some of them in that time. Where no bytes are unread, nothing is waited for.
 */
public final class UnreadResponses {

  private static final Duration GRACE = Duration.ofMillis(250);

  private final Proc proc;
  private final int listener;

  /** Of each client's port the latest connection, where it can have been left with a response. */
  private final Map<InetSocketAddress, RecordedConnection> suspects = new HashMap<>();

  private UnreadResponses(Proc proc, Recording recording) {
    this.proc = proc;
    this.listener = LookUp.portOf(recording.listener()).orElse(-1);
    recording.connections().forEach(each -> suspects.put(each.client(), each));
    suspects.values().removeIf(each -> !endedWithResponse(each));
  }

  /**
   * Looks at the clients' sockets, twice where there is something to confirm. Blocks; never call it
   * on an event loop.
   *
   * @param recording what was recorded, read just before
   * @param source the probe that it was read from
   * @return the number of unread bytes, by connection number; nothing where there are none, and
   *     where the clients' sockets cannot be seen from here
   */
  public static Map<Integer, Long> find(Recording recording, RecordingSource source) {
    return find(Proc.OF_THIS_MACHINE, recording, source);
  }

  static Map<Integer, Long> find(Proc proc, Recording recording, RecordingSource source) {
    UnreadResponses responses = new UnreadResponses(proc, recording);
    Map<RecordedConnection, Long> first = responses.look();
    if (first.isEmpty()) {
      return Map.of();
    }
    long seen = System.nanoTime();
    Recording later =
        source.await(now -> first.keySet().stream().noneMatch(it -> isStill(it, now)), GRACE);
    if (System.nanoTime() - seen < GRACE.toNanos()) {
      // All went on, or the wait was cut short: too early to say.
      return Map.of();
    }
    Map<RecordedConnection, Long> second = responses.look();
    Map<Integer, Long> confirmed = new HashMap<>();
    first.forEach(
        (connection, bytes) -> {
          if (isStill(connection, later) && bytes.equals(second.get(connection))) {
            confirmed.put(connection.number(), bytes);
          }
        });
    return Map.copyOf(confirmed);
  }

  private Map<RecordedConnection, Long> look() {
    Map<RecordedConnection, Long> unread = new HashMap<>();
    if (suspects.isEmpty()) {
      return unread;
    }
    for (SocketState socket : SocketTable.read(proc, port -> port == listener).sockets()) {
      RecordedConnection connection = suspects.get(socket.local());
      if (connection != null
          && socket.remote().getPort() == listener
          && socket.state() == TcpState.ESTABLISHED
          && socket.inode() != 0
          && socket.unreadBytes() > 0
          && socket.unreadBytes() <= connection.bytesFrom(Side.SERVER)) {
        unread.put(connection, socket.unreadBytes());
      }
    }
    return unread;
  }

  /** Whether whatever waits in the client's socket can only be the last response's. */
  private static boolean endedWithResponse(RecordedConnection connection) {
    // On HTTP/2, what waits may as well be a PING or the like.
    return connection.protocol() == Protocol.HTTP_1
        && last(connection)
            .filter(RecordedExchange::complete)
            .flatMap(RecordedExchange::response)
            .filter(response -> response.bodyBytes() > 0)
            .isPresent()
        && connection.ends().isEmpty()
        && connection.relayingFrom(Side.SERVER) == 0
        && connection.unsolicited().isEmpty()
        && connection.upgrade().isEmpty()
        && connection.observerRetired().isEmpty();
  }

  /** Whether nothing has happened on the connection since. */
  private static boolean isStill(RecordedConnection connection, Recording now) {
    return now.connections().stream()
        .filter(each -> each.number() == connection.number())
        .anyMatch(
            each ->
                each.ends().isEmpty()
                    && each.bytesFrom(Side.CLIENT) == connection.bytesFrom(Side.CLIENT)
                    && each.bytesFrom(Side.SERVER) == connection.bytesFrom(Side.SERVER));
  }

  private static Optional<RecordedExchange> last(RecordedConnection connection) {
    List<RecordedExchange> exchanges = connection.exchanges();
    return exchanges.isEmpty()
        ? Optional.empty()
        : Optional.of(exchanges.get(exchanges.size() - 1));
  }
}
