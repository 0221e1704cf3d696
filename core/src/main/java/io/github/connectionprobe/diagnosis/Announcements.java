package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.recording.RecordedExchange;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the responses that announced a close have in common. One announcement says nothing about its
 * reason; several may.
 *
 * @param connections how many connections ended with one
 * @param exchangesEach after how many exchanges they did, where that was always the same and no
 *     connection carried as many without; else 0
 * @param everyResponse whether no complete response at all came without one
 * @param statuses their statuses, where no response of such a status came without one; else empty
 */
record Announcements(
    int connections, long exchangesEach, boolean everyResponse, Set<Integer> statuses) {

  static Announcements in(List<Timeline> timelines) {
    List<RecordedExchange> announcing =
        timelines.stream()
            .filter(Timeline::observed)
            .flatMap(t -> t.lastServed().stream())
            .filter(Announcements::announces)
            .toList();
    List<RecordedExchange> others =
        timelines.stream()
            .filter(Timeline::observed)
            .flatMap(t -> t.exchanges().stream())
            .filter(e -> e.response().isPresent() && !announces(e))
            .toList();
    Set<Long> counts =
        announcing.stream().map(RecordedExchange::number).collect(Collectors.toSet());
    Set<Integer> statuses =
        announcing.stream().map(Announcements::status).collect(Collectors.toSet());
    boolean told =
        statuses.stream().allMatch(s -> s >= 400)
            && others.stream().noneMatch(e -> statuses.contains(status(e)));
    return new Announcements(
        announcing.size(),
        limit(counts, others),
        others.isEmpty() && announcing.size() > 1,
        told && !others.isEmpty() ? statuses : Set.of());
  }

  /** A limit is not one where another connection went on at that number. */
  private static long limit(Set<Long> counts, List<RecordedExchange> others) {
    if (counts.size() != 1) {
      return 0;
    }
    long limit = counts.iterator().next();
    return others.stream().anyMatch(exchange -> exchange.number() >= limit) ? 0 : limit;
  }

  private static boolean announces(RecordedExchange exchange) {
    return exchange.response().isPresent()
        && !exchange.response().get().keepsAlive()
        && exchange.request().keepsAlive();
  }

  private static int status(RecordedExchange exchange) {
    return exchange.response().orElseThrow().status();
  }
}
