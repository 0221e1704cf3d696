package io.github.connectionprobe.recording;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * What a probe saw, from its start or inside a window, up to the moment it was asked.
 *
 * <pre>{@code
 * Recording before = probe.recording();
 * callTheService();
 * Recording window = probe.recording().since(before);
 * System.out.println(window.opened() + " opened, " + window.carriedOver() + " carried over");
 * }</pre>
 *
 * @param name the probe's name, for messages
 * @param listener the probe's own {@code host:port}
 * @param upstream the server's {@code host:port}, or words where it is not known yet or there are
 *     several
 * @param startedAt the wall-clock time from which all offsets count
 * @param from where the window begins; zero for the whole recording
 * @param until when the recording was read
 * @param peakInFlight the largest number of exchanges in flight at once, ever
 * @param connections the connections that were open at some time inside the window, by number
 */
public record Recording(
    String name,
    String listener,
    String upstream,
    Instant startedAt,
    Duration from,
    Duration until,
    int peakInFlight,
    List<RecordedConnection> connections) {

  /** Copies the list and checks that nothing is missing. */
  public Recording {
    requireNonNull(name, "name");
    requireNonNull(listener, "listener");
    requireNonNull(upstream, "upstream");
    requireNonNull(startedAt, "startedAt");
    requireNonNull(from, "from");
    requireNonNull(until, "until");
    connections = List.copyOf(connections);
  }

  /**
   * Returns the part of this recording that came after an earlier reading of the same probe:
   * connections that were over by then are left out, the others keep only the exchanges that were
   * not complete by then, the ends that came later, and the bytes that moved since.
   *
   * @param earlier an earlier reading of the same probe
   * @throws IllegalArgumentException if it is later than this one, or another probe's
   */
  public Recording since(Recording earlier) {
    return Window.between(earlier, this);
  }

  /**
   * Returns a connection by its number.
   *
   * @throws NoSuchElementException if the window has no connection of that number
   */
  public RecordedConnection connection(int number) {
    for (RecordedConnection connection : connections) {
      if (connection.number() == number) {
        return connection;
      }
    }
    throw new NoSuchElementException(
        "The recording has no connection #"
            + number
            + "; it has "
            + (connections.isEmpty()
                ? "none."
                : connections.stream().map(c -> "#" + c.number()).toList() + "."));
  }

  /** Returns whether the connection was opened before the window began. */
  public boolean carriedOver(RecordedConnection connection) {
    return connection.openedAt().compareTo(from) < 0;
  }

  /** Returns the connections accepted inside the window. */
  public List<RecordedConnection> openedConnections() {
    return connections.stream().filter(connection -> !carriedOver(connection)).toList();
  }

  /** Returns how many connections were accepted inside the window. */
  public int opened() {
    return openedConnections().size();
  }

  /** Returns how many connections of the window had been opened before it. */
  public int carriedOver() {
    return connections.size() - opened();
  }

  /**
   * Returns the destinations that clients asked a forwarding probe for, each once and in the order
   * first asked for; without forward mode there are none.
   */
  public List<String> destinations() {
    return connections.stream().flatMap(c -> c.destination().stream()).distinct().toList();
  }

  /** Returns how many connections were open when the recording was read. */
  public int stillOpen() {
    return (int) connections.stream().filter(RecordedConnection::open).count();
  }

  /** Returns how many exchanges the connections of the window carried in it. */
  public long exchangeCount() {
    return connections.stream().mapToLong(RecordedConnection::exchangeCount).sum();
  }

  /** Returns all exchanges kept, in the order begun. */
  public List<RecordedExchange> exchanges() {
    List<RecordedExchange> all = new ArrayList<>();
    connections.forEach(connection -> all.addAll(connection.exchanges()));
    all.sort(java.util.Comparator.comparing(RecordedExchange::start));
    return all;
  }

  /** Returns how many FINs the peers on one side sent. */
  public int fins(Side side) {
    return count(side, EndKind.FIN);
  }

  /** Returns how many RSTs the peers on one side sent. */
  public int resets(Side side) {
    return count(side, EndKind.RST);
  }

  /**
   * Returns the largest number of exchanges in flight at once inside the window. Where a connection
   * carried more exchanges than are kept, the peak since the probe's start stands in, so that the
   * answer is never too small.
   */
  public int peakExchangesInFlight() {
    boolean someNotKept =
        connections.stream().anyMatch(c -> c.exchangeCount() > c.exchanges().size());
    int kept = InFlight.peak(connections);
    return someNotKept ? Math.max(peakInFlight, kept) : kept;
  }

  private int count(Side side, EndKind kind) {
    int count = 0;
    for (RecordedConnection connection : connections) {
      for (ConnectionEnd end : connection.ends()) {
        if (end.by() == side && end.kind() == kind) {
          count++;
        }
      }
    }
    return count;
  }
}
