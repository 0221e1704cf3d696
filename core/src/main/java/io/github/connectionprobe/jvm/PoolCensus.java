package io.github.connectionprobe.jvm;

import io.github.connectionprobe.diagnosis.JvmEvidence;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * How many connection pools there are in this JVM, garbage included: a client that was made for one
 * call is soon garbage, but its connection is still there to be explained.
 *
 * @param pools instances of the known pool classes, by class name
 * @param selectorThreads threads of the JDK's HttpClient, of which every client has one
 */
record PoolCensus(Map<String, Long> pools, int selectorThreads) {

  private static final Pattern SELECTOR_THREAD = Pattern.compile("HttpClient-\\d+-SelectorManager");

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
      return Optional.of(new PoolCensus(poolsIn(histogram.toString()), countSelectorThreads()));
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

  private static int countSelectorThreads() {
    Thread[] threads = new Thread[2 * Thread.activeCount() + 100];
    int count = Thread.enumerate(threads);
    int selectors = 0;
    for (int i = 0; i < count; i++) {
      if (SELECTOR_THREAD.matcher(threads[i].getName()).matches()) {
        selectors++;
      }
    }
    return selectors;
  }
}
