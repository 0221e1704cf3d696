package io.github.connectionprobe.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolGrowthTest {

  @ParameterizedTest(name = "{5}")
  @CsvSource({
    "0, 1, 0, 3, 1, the only pool there is stands behind all connections, true",
    "2, 2, 0, 2, -1, two pools for two connections may be anybody's, false",
    "7, 8, 1, 3, 3, one more pool with one more connection, false",
    "7, 7, 1, 3, -1, the pool of one more connection may be older, false",
    "7, 9, 2, 4, 4, two more pools with two more connections, false",
    "7, 8, 2, 4, 4, the first of two more pools may be older, false",
    "7, 7, 2, 4, 1, no pool came with two more connections, false",
    "7, 7, 2, 4, -1, nothing is known where garbage has gone, true",
    "7, 9, 6, 8, -1, two more pools with six more connections, false",
    "7, 14, 6, 8, 8, one pool more than connections came just after the first count, false",
    "7, 20, 6, 8, -1, of many more pools than connections some are other tests', false",
  })
  void growthTellsWhatStandsBehindTheConnections(
      long then, long now, int later, int connections, long expected, String why, boolean gone) {
    assertThat(PoolGrowth.between(then, now, later, connections, gone))
        .as(why)
        .isEqualTo(expected < 0 ? OptionalLong.empty() : OptionalLong.of(expected));
  }
}
