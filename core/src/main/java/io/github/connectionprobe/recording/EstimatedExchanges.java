package io.github.connectionprobe.recording;

import java.util.List;

/**
 * The exchanges of an encrypted connection, estimated from who sent when: each time that the server
 * sends after the client, one more is counted. Right for requests sent one after the other over
 * HTTP/1.1; too high where a server answers before it has the whole request, such as after {@code
 * Expect: 100-continue}, and too low for pipelining.
 *
 * @param count how many there seem to have been
 * @param kept the first of them, in the order begun
 */
public record EstimatedExchanges(long count, List<EstimatedExchange> kept) {

  /** Copies the list. */
  public EstimatedExchanges {
    kept = List.copyOf(kept);
    count = Math.max(count, kept.size());
  }
}
