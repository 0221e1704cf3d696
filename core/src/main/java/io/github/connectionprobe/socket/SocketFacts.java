package io.github.connectionprobe.socket;

import static java.util.Objects.requireNonNull;

import io.github.connectionprobe.recording.Recording;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What the operating system knows of the connections of a recording.
 *
 * <pre>{@code
 * SocketFacts facts = SocketFacts.of(probe.recording());
 * facts.unread();            // connections with response bytes that nobody read
 * facts.leakedByClient();    // connections that the server ended and the client never closed
 * facts.clientTimeWaits();   // sockets in TIME_WAIT, by side
 * }</pre>
 *
 * @param connections the connections of the recording, by number
 * @param clientTimeWaits TIME_WAIT between clients and probe, of these connections
 * @param upstreamTimeWaits TIME_WAIT on the upstream's port, whoever's connections they were, as
 *     the recording does not say which are the probe's; nothing where that port is not known
 * @param upstreamQueue connections of this process that the upstream's application has not
 *     accepted; nothing where the upstream does not listen in this network namespace
 * @param unavailable why nothing can be seen, where that is so
 */
public record SocketFacts(
    List<ConnectionSockets> connections,
    TimeWaits clientTimeWaits,
    Optional<TimeWaits> upstreamTimeWaits,
    Optional<AcceptQueue> upstreamQueue,
    Optional<String> unavailable) {

  /** Copies the list and checks that nothing is missing. */
  public SocketFacts {
    connections = List.copyOf(connections);
    requireNonNull(clientTimeWaits, "clientTimeWaits");
    requireNonNull(upstreamTimeWaits, "upstreamTimeWaits");
    requireNonNull(upstreamQueue, "upstreamQueue");
    requireNonNull(unavailable, "unavailable");
  }

  /**
   * Looks up both ends of each connection, a second time where the first answer could be a matter
   * of the moment. Blocks for milliseconds, or longer on a busy machine; never call it on an event
   * loop.
   *
   * @param recording a recording of a probe in this network namespace, read just before
   */
  public static SocketFacts of(Recording recording) {
    return new LookUp(Proc.OF_THIS_MACHINE, recording).facts();
  }

  /**
   * Returns the sockets of a connection.
   *
   * @throws NoSuchElementException if the recording has no connection of that number
   */
  public ConnectionSockets connection(int number) {
    return connections.stream()
        .filter(each -> each.connection() == number)
        .findFirst()
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    "There is no connection #"
                        + number
                        + " among "
                        + connections.stream().map(each -> "#" + each.connection()).toList()
                        + ". Ask for one of the recording that was given."));
  }

  /** Returns the connections on which the client left response bytes unread. */
  public List<ConnectionSockets> unread() {
    return connections.stream().filter(each -> each.unreadResponseBytes() > 0).toList();
  }

  /** Returns the connections that the server ended and the client never closed. */
  public List<ConnectionSockets> leakedByClient() {
    return connections.stream().filter(ConnectionSockets::leakedByClient).toList();
  }
}
