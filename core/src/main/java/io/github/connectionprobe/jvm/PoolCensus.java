package io.github.connectionprobe.jvm;

import io.github.connectionprobe.diagnosis.JvmEvidence;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * How many connection pools there are in this JVM, garbage included: a client that was made for one
 * call is soon garbage, but its connection is still there to be explained.
 *
 * @param pools instances of the known pool classes, by class name
 */
record PoolCensus(Map<String, Long> pools) {

  PoolCensus {
    pools = Map.copyOf(pools);
  }

  /** Counts. Walks the heap: some 25 ms for every million objects. Nothing where it cannot. */
  static Optional<PoolCensus> take() {
    try {
      Object histogram =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[] {"-all"}},
                  new String[] {String[].class.getName()});
      return Optional.of(new PoolCensus(poolsIn(histogram.toString())));
    } catch (JMException | RuntimeException notThisJvm) {
      return Optional.empty();
    }
  }

  /** Reads lines such as {@code 12: 3 144 okhttp3.internal.connection.RealConnectionPool}. */
  static Map<String, Long> poolsIn(String histogram) {
    Map<String, Long> pools = new HashMap<>();
    histogram
        .lines()
        .map(line -> line.strip().split("\\s+", -1))
        .filter(columns -> columns.length >= 4)
        .filter(columns -> JvmEvidence.POOL_CLASSES.contains(columns[3]))
        .forEach(columns -> pools.merge(columns[3], Long.valueOf(columns[1]), Long::sum));
    return pools;
  }
}
