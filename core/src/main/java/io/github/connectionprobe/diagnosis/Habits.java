package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.recording.RecordedExchange;
import io.github.connectionprobe.recording.Side;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the closes by the client have in common, of connections that another had to replace. The
 * last connections of a test are closed by its clean-up and say nothing.
 *
 * @param exchangesEach after how many exchanges each was closed, where several were and the number
 *     was always the same; else 0
 * @param afterSuccess whether one was closed after a response with a 2xx status
 */
record Habits(long exchangesEach, boolean afterSuccess) {

  static Habits in(List<Timeline> replaced) {
    List<Timeline> closed = replaced.stream().filter(Habits::byClient).toList();
    Set<Long> counts =
        closed.stream().map(t -> t.connection.exchangeCount()).collect(Collectors.toSet());
    boolean afterSuccess =
        closed.stream()
            .flatMap(timeline -> timeline.last().stream())
            .filter(RecordedExchange::complete)
            .anyMatch(exchange -> exchange.response().orElseThrow().status() < 300);
    return new Habits(
        closed.size() > 1 && counts.size() == 1 ? counts.iterator().next() : 0, afterSuccess);
  }

  private static boolean byClient(Timeline timeline) {
    return timeline.endedBy().map(Side.CLIENT::equals).orElse(false);
  }
}
