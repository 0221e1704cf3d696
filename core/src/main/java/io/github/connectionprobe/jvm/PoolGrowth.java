package io.github.connectionprobe.jvm;

import java.util.OptionalLong;

/**
 * What the growth of a number of pools says about the connections that were opened meanwhile: one
 * pool behind all of them, one behind each, or nothing.
 */
final class PoolGrowth {

  private PoolGrowth() {}

  /**
   * Concludes from two counts, of which the first came late.
   *
   * @param then the first count, taken while connections were being opened
   * @param now the second count
   * @param later how many connections were opened after the first count was complete
   * @param connections how many were opened in all
   * @param collected whether garbage may have gone between the two
   */
  static OptionalLong between(long then, long now, int later, int connections, boolean collected) {
    long grown = now - then;
    if (now == 1) {
      return OptionalLong.of(1);
    }
    if (later == 0) {
      // As many pools as connections: in a JVM with other clients that is no more than chance.
      return OptionalLong.empty();
    }
    if (grown > later + 1) {
      // Somebody else makes clients as well, and may have made them all.
      return OptionalLong.empty();
    }
    if (grown >= later) {
      // One more, where the client of the last connection before the first count came just after.
      return OptionalLong.of(connections);
    }
    if (later == 1) {
      // The client of that connection may have been made just before the first count.
      return OptionalLong.empty();
    }
    if (grown == later - 1) {
      return OptionalLong.of(connections);
    }
    return grown <= 0 && !collected ? OptionalLong.of(1) : OptionalLong.empty();
  }
}
