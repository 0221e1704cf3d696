package io.github.connectionprobe.diagnosis;

import io.github.connectionprobe.recording.Side;
import java.util.List;

/**
 * When connections were opened.
 *
 * @param timelines the connections, in the order opened
 */
record Openings(List<Timeline> timelines) {

  /**
   * Returns true where the client ended an idle connection when it opened another, and that one
   * stayed. Only what is in a pool can be given up in this way: a leaked response is not.
   */
  boolean evicted(Timeline idle, Route route) {
    long end = idle.end(Side.CLIENT);
    return end != Timeline.NEVER
        && end == idle.firstEnd()
        && between(end - Grace.RELEASE, end + Grace.RELEASE).stream()
            .filter(other -> other != idle && other.used() && route.same(other, idle))
            .anyMatch(
                other ->
                    other.firstEnd() == Timeline.NEVER || other.firstEnd() - end > Grace.ORDER);
  }

  private List<Timeline> between(long from, long to) {
    return timelines.subList(firstFrom(from), firstFrom(to));
  }

  private int firstFrom(long at) {
    int low = 0;
    int high = timelines.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (timelines.get(middle).opened < at) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
