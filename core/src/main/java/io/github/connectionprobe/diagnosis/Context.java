package io.github.connectionprobe.diagnosis;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the whole recording tells about one of its connections.
 *
 * @param timelines its connections, in the order opened
 * @param habits what the closes by the client have in common
 * @param orphans those that were idle when another was opened, and never used again
 * @param evictedOrphan the first of them that the client ended in order to open another
 * @param orphansHadBodies whether the last response on each of those had a body
 * @param peak the largest number of exchanges in flight at once
 * @param library which client is at work
 * @param route which connections could stand in for each other
 * @param announcements what the server's announcements to close have in common
 * @param unread which responses were left in the client's socket
 */
record Context(
    List<Timeline> timelines,
    Habits habits,
    Set<Timeline> orphans,
    Optional<Timeline> evictedOrphan,
    boolean orphansHadBodies,
    int peak,
    Library library,
    Route route,
    Announcements announcements,
    UnreadBodies unread) {

  static Context of(
      List<Timeline> timelines,
      List<Link> links,
      int peak,
      Library library,
      Route route,
      UnreadBodies unread) {
    List<Timeline> replaced =
        links.stream()
            .filter(link -> link.kind() == Link.Kind.LOST)
            .flatMap(link -> link.earlier().stream())
            .distinct()
            .toList();
    Set<Timeline> orphans =
        links.stream()
            .filter(link -> link.kind() == Link.Kind.IDLE)
            .filter(link -> route.same(link.opened(), link.earlier().orElseThrow()))
            .filter(link -> !link.earlier().orElseThrow().usedAfter(link.opened().opened))
            .map(link -> link.earlier().orElseThrow())
            .collect(Collectors.toSet());
    return new Context(
        timelines,
        Habits.in(replaced),
        orphans,
        peak > 1 ? Optional.empty() : evicted(timelines, orphans, library, route),
        orphans.stream().allMatch(Timeline::endedWithBody),
        peak,
        library,
        route,
        Announcements.in(timelines),
        unread);
  }

  /** With several requests at once, a pool closes what it has too much of at any time. */
  private static Optional<Timeline> evicted(
      List<Timeline> timelines, Set<Timeline> orphans, Library library, Route route) {
    Openings openings = new Openings(timelines);
    return orphans.stream()
        .filter(orphan -> !library.of(orphan).onePoolPerProcess())
        .filter(orphan -> openings.evicted(orphan, route))
        .min(Comparator.comparingInt(Timeline::number));
  }
}
