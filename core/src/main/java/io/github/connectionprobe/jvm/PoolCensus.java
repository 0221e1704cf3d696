package io.github.connectionprobe.jvm;

import io.github.connectionprobe.diagnosis.JvmEvidence;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * How many connection pools there are in this JVM, garbage included: a client that was made for one
 * call is soon garbage, but its connection is still there to be explained.
 *
 * @param pools instances of the known pool classes, by class name
 */
record PoolCensus(Map<String, Long> pools) {

  /** The JDK numbers its clients, and each has a thread that carries the number. */
  private static final Pattern SELECTOR_THREAD =
      Pattern.compile("HttpClient-(\\d+)-SelectorManager");

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

  /** Returns the number of the newest client of the JDK that lives; 0 without any. */
  static long newestJdkClient() {
    Thread[] threads = new Thread[2 * Thread.activeCount() + 100];
    int count = Thread.enumerate(threads);
    long newest = 0;
    for (int i = 0; i < count; i++) {
      Matcher matcher = SELECTOR_THREAD.matcher(threads[i].getName());
      if (matcher.matches()) {
        newest = Math.max(newest, Long.parseLong(matcher.group(1)));
      }
    }
    return newest;
  }
}
